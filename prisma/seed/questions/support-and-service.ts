import { questionsAbout } from '../question.ts';

export const supportAndService = questionsAbout('support-and-service', {
  hours: {
    ask: ['What are the support hours?', 'When can I reach the support team?'],
    in: 'support-hours-and-channels',
    facts: ['08:00 to 18:00'],
    ideal: 'On working days from 08:00 to 18:00 Central European Time.',
  },
  telephone: {
    ask: ['Can we call support by telephone?', 'Is there a telephone number for support?'],
    followUp: 'Can we call you by telephone?',
    in: 'support-hours-and-channels',
    facts: ['Works customers can also call'],
    ideal: 'Works customers can also call by telephone; the number is printed in the customer portal.',
  },
  'sev1-works': {
    ask: [
      'How fast is the first response for severity 1 on the Works plan?',
      'What response time does Works promise?',
    ],
    in: 'severity-and-response-times',
    facts: ['within 1 hour for severity 1'],
    ideal: 'Within 1 hour for severity 1, 4 hours for severity 2 and one working day for severity 3.',
  },
  'sev1-team': {
    ask: [
      'What is the response time on the Team plan?',
      'How fast do Team customers get a first response for severity 1?',
    ],
    followUp: 'And on the Team plan?',
    in: 'severity-and-response-times',
    facts: ['within 8 working hours'],
    ideal: 'Within 8 working hours for severity 1 and within 2 working days otherwise.',
  },
  'security-fixes': {
    ask: [
      'How long does a major version receive security fixes?',
      'For how many months is a major version supported?',
    ],
    in: 'supported-versions',
    facts: ['36 months'],
    ideal: 'A major version receives security fixes for 36 months.',
  },
  'version-2': {
    ask: ['Is version 2 still supported?', 'When did version 2 reach its end of life?'],
    in: 'supported-versions',
    facts: ['June 2025'],
    ideal: 'No, version 2 reached its end of life in June 2025.',
  },
  bounty: {
    ask: [
      'Is there a reward for reporting vulnerabilities?',
      'How large is the reward for finding a vulnerability?',
    ],
    in: 'reporting-a-security-problem',
    facts: ['5,000 euros'],
    ideal: 'Report to security@cairnbox.example; rewards are between 100 and 5,000 euros.',
  },
  telemetry: {
    ask: ['What data does the daily licence check send?', 'Does the server send telemetry about our files?'],
    in: 'privacy-and-telemetry',
    facts: ['licence number, the version and the number of users'],
    ideal: 'Only the licence number, the version and the number of users; no file names and no contents.',
  },
});
