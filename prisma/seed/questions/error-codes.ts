import { questionsAbout } from '../question.ts';

export const errorCodes = questionsAbout('error-codes', {
  'cbx-101': {
    ask: ['What does error CBX-101 mean?', 'Uploads end with CBX-101, what is the cause?'],
    in: 'cbx-101-quota-exceeded',
    facts: ['owner of a folder has used up the quota'],
    ideal:
      'CBX-101 means that the owner of a folder has used up the quota; the quota of the owner counts, not yours.',
  },
  'cbx-204': {
    ask: ['What does error CBX-204 mean?', 'Which characters lead to CBX-204?'],
    followUp: 'And CBX-204?',
    in: 'cbx-204-file-name-not-allowed',
    facts: ['character or word that the server refuses'],
    ideal:
      'CBX-204: the file name contains a character or word that the server refuses, such as a colon. Rename it.',
  },
  'strict-names': {
    ask: ['Can the rule about file names of CBX-204 be relaxed?', 'How do I turn off strict names?'],
    followUp: 'Can that rule be relaxed?',
    in: 'cbx-204-file-name-not-allowed',
    facts: ['sync.strict_names = false'],
    ideal: 'Yes, with `sync.strict_names = false` if there are only Linux and macOS clients.',
  },
  'cbx-310': {
    ask: ['What is CBX-310 and how do I solve it?', 'The client stops with CBX-310.'],
    in: 'cbx-310-clock-difference-too-large',
    facts: ['more than 5 minutes'],
    ideal:
      'The clock differs from the server by more than 5 minutes; switch on automatic time and restart the client.',
  },
  'cbx-417': {
    ask: ['Why does the client show CBX-417?', 'What is the cause of CBX-417?'],
    in: 'cbx-417-certificate-not-trusted',
    facts: ['does not trust the certificate'],
    ideal:
      'CBX-417: the client does not trust the certificate, often self-signed or without its intermediate.',
  },
  'ignore-certificate': {
    ask: ['Can I ignore an untrusted certificate error?', 'Is there a way to ignore CBX-417?'],
    followUp: 'Can I just ignore it?',
    in: 'cbx-417-certificate-not-trusted',
    facts: ['no button to ignore'],
    ideal: 'No, there is deliberately no button to ignore this error; use a trusted certificate.',
  },
  'cbx-502': {
    ask: ['What does CBX-502 mean?', 'We see CBX-502 every day. What helps?'],
    in: 'cbx-502-database-busy',
    facts: ['did not answer within 20 seconds'],
    ideal:
      'The database did not answer within 20 seconds. If it returns daily, move it to an SSD with `cbxctl db relocate PATH`.',
  },
  'cbx-733': {
    ask: ['What does CBX-733 mean?', 'Our server reports CBX-733 since we changed the host name.'],
    in: 'cbx-733-licence-not-valid',
    facts: ['issued for another host name'],
    ideal:
      'CBX-733: the licence has expired, was issued for another host name or could not be checked for 14 days.',
  },
  'licence-move': {
    ask: [
      'How often may a licence be moved to another host name?',
      'How many times a year can we move our licence?',
    ],
    followUp: 'How often may we move the licence?',
    in: 'cbx-733-licence-not-valid',
    facts: ['3 times a year'],
    ideal: 'A licence may be moved 3 times a year, in the customer portal under Licence > Move.',
  },
});
