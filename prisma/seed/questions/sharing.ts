import { questionsAbout } from '../question.ts';

export const sharing = questionsAbout('sharing', {
  'link-expiry': {
    ask: ['When do public links expire?', 'After how many days does a public link expire by default?'],
    in: 'public-links',
    facts: ['after 14 days'],
    ideal: 'New links expire after 14 days unless another date is chosen; the maximum is one year.',
  },
  'link-password': {
    ask: ['Can a public link be protected with a password?', 'How long must the password of a link be?'],
    followUp: 'Can I protect it with a password?',
    in: 'public-links',
    facts: ['at least 8 characters'],
    ideal: 'Yes, with a password of at least 8 characters.',
  },
  'file-drop': {
    ask: ['How can customers send files to me without an account?', 'How do I create a file drop?'],
    in: 'upload-only-links',
    facts: ['Share > Request files'],
    ideal: 'Create an upload-only link (file drop) with Share > Request files.',
  },
  'file-drop-limit': {
    ask: ['How large may a file be in an upload-only link?', 'What is the size limit of a file drop?'],
    followUp: 'What is the size limit there?',
    in: 'upload-only-links',
    facts: ['up to 10 GB'],
    ideal: 'Each uploaded file may be up to 10 GB, at most 500 files per link.',
  },
  'guest-signin': {
    ask: ['How do guests sign in?', 'Do guests need a password to sign in?'],
    in: 'guests',
    facts: ['code that is sent to their mailbox'],
    ideal: 'Guests sign in with a code that is sent to their mailbox; they have no password.',
  },
  'guest-end': {
    ask: ['When does guest access end?', 'How long can a guest keep access?'],
    followUp: 'And when does guest access end?',
    in: 'guests',
    facts: ['180 days'],
    ideal: 'Guest access ends 180 days after the last sign-in.',
  },
  roles: {
    ask: ['Which roles are there in a shared folder?', 'What are the four roles of a shared folder?'],
    in: 'permissions-in-shared-folders',
    facts: ['viewer, commenter, editor and manager'],
    ideal:
      'Viewer, commenter, editor and manager; an editor can change and delete, a viewer can only open and download.',
  },
  'no-download': {
    ask: ['Can download be switched off for viewers?', 'How do I put a watermark on documents for viewers?'],
    followUp: 'Can I stop viewers from downloading?',
    in: 'permissions-in-shared-folders',
    facts: ['only in the browser with a watermark'],
    ideal:
      'Yes, download can be switched off for viewers; they read documents only in the browser with a watermark.',
  },
  domains: {
    ask: [
      'How can we restrict sharing to certain e-mail domains?',
      'Where do I set an allow list of domains for sharing?',
    ],
    in: 'allowed-and-blocked-domains',
    facts: ['Administration > Policies > Domains'],
    ideal:
      'Under Administration > Policies > Domains, with an allow list or a block list of up to 200 domains.',
  },
});
