import { questionsAbout } from '../question.ts';

export const restore = questionsAbout('restore', {
  versions: {
    ask: ['How long are earlier versions of a file kept?', 'How many versions of a file does Cairnbox keep?'],
    in: 'file-versions',
    facts: ['for 90 days', '50 versions'],
    ideal: 'Earlier versions are kept for 90 days, at most 50 versions per file.',
  },
  'time-limits': {
    ask: [
      'How long are versions and the trash kept?',
      'For how many days can I get back earlier versions and deleted files in the trash?',
    ],
    in: ['file-versions', 'deleted-files-and-the-trash'],
    facts: ['for 90 days', '30 days'],
    ideal: 'Earlier versions are kept for 90 days, deleted files stay in the trash for 30 days.',
  },
  'restore-version': {
    ask: [
      'How do I restore an earlier version of a file?',
      'I overwrote a document, can I get the earlier version?',
    ],
    followUp: 'And how do I restore one?',
    in: 'file-versions',
    facts: ['choose Versions'],
    ideal: 'Open the menu of the file in the web interface and choose Versions.',
  },
  trash: {
    ask: [
      'How long do deleted files stay in the trash?',
      'I deleted a file last week, is it still in the trash?',
    ],
    in: 'deleted-files-and-the-trash',
    facts: ['30 days'],
    ideal: 'Deleted files stay in the trash for 30 days.',
  },
  'trash-quota': {
    ask: ['Do files in the trash count towards the quota?', 'Does the trash use up my quota?'],
    followUp: 'Do they count towards my quota?',
    in: 'deleted-files-and-the-trash',
    facts: ['until they are removed for good'],
    ideal: 'Yes, files in the trash count towards the quota until they are removed for good.',
  },
  'single-file': {
    ask: ['How do I restore single files from a backup?', 'Which command restores files of a job?'],
    in: 'restoring-single-files-from-a-backup',
    facts: ['cbxctl restore files'],
    ideal:
      'Under Administration > Backup > Restore points, or with `cbxctl restore files --job JOB --path PATH`.',
  },
  overwrite: {
    ask: ['Does a restore overwrite existing files?', 'Where do restored files from a restore point go?'],
    followUp: 'Does that overwrite existing files?',
    in: 'restoring-single-files-from-a-backup',
    facts: ['never over existing files'],
    ideal: 'No, files are restored to the folder Restored of the chosen user, never over existing files.',
  },
  'full-server': {
    ask: [
      'How do I restore a complete server on a new machine?',
      'Our server died. How do we rebuild it from the backup?',
    ],
    in: 'restoring-a-complete-server',
    facts: ['install the same major version', 'cbxctl restore server --target NAME'],
    ideal:
      'Install the same major version, do not open the set-up link, and run `cbxctl restore server --target NAME`.',
  },
  'restore-duration': {
    ask: ['How long does a complete server restore take?', 'How much time should I plan for restoring 1 TB?'],
    followUp: 'How long will that take?',
    in: 'restoring-a-complete-server',
    facts: ['1 hour for each 200 GB'],
    ideal: 'Plan about 1 hour for each 200 GB on a gigabit network.',
  },
  'former-employee': {
    ask: [
      'How do I transfer the files of a former employee?',
      'Someone left the company, how do we get the files?',
    ],
    in: 'recovering-the-files-of-a-former-employee',
    facts: ['cbxctl user transfer'],
    ideal: 'Within 60 days, transfer them with `cbxctl user transfer FROM TO`.',
  },
});
