import type { DemoQuestion } from '../question.ts';

const NOT_IN_THE_HANDBOOK =
  'The handbook does not say; please open a ticket so that it can be answered and added.';
const NOT_OUR_SUBJECT = 'That is not a question about Cairnbox, so the handbook cannot answer it.';

function unanswerable(
  coverage: 'gap' | 'out_of_scope',
  ideal: string,
  questions: Record<string, [string, ...string[]]>,
): DemoQuestion[] {
  return Object.entries(questions).map(([name, ask]) => ({
    id: `unanswerable/${name}`,
    ask,
    relevant: [],
    facts: [],
    ideal,
    coverage,
  }));
}

/** Customers of the product may well ask these, and no section of the handbook answers them. */
export const gaps = unanswerable('gap', NOT_IN_THE_HANDBOOK, {
  raspberry: ['Does Cairnbox run on a Raspberry Pi 5?', 'Has anybody a Raspberry Pi image?'],
  'dark-mode': ['Is there a dark mode in the web interface?', 'How do I switch on dark mode?'],
  'high-availability': ['How do I set up failover with two servers?', 'Is active-active failover possible?'],
  languages: [
    'Into which languages is the web interface translated?',
    'Is the interface translated into Polish?',
  ],
  thunderbird: [
    'Is there a Thunderbird add-on for large attachments?',
    'How do I attach files from Thunderbird?',
  ],
  branding: ['Can we put our own logo and colours on the sign-in page?', 'How do I change the logo?'],
  'full-text-search': [
    'Does search look inside PDF documents?',
    'Is OCR of scanned PDF documents available?',
  ],
});

/** No document of this company should answer these. */
export const outOfScope = unanswerable('out_of_scope', NOT_OUR_SUBJECT, {
  weather: ['What will the weather be like in Lisbon tomorrow?', 'Will it rain tomorrow?'],
  poem: ['Write a poem about autumn leaves.', 'Tell me a joke.'],
  'tax-advice': [
    'Which depreciation applies to a laptop in my tax return?',
    'Can I deduct hardware from taxes?',
  ],
  'python-list': ['How do I sort a list of dictionaries in Python?', 'Explain Python generators to me.'],
  football: ['Who won the cup final yesterday?', 'When is the next football match?'],
});
