import { questionsAbout } from '../question.ts';

export const backupJobs = questionsAbout('backup-jobs', {
  'parallel-jobs': {
    ask: ['How many backup jobs can run at the same time?', 'Can I define several backup jobs?'],
    in: 'creating-a-backup-job',
    facts: ['only 2 run at the same time'],
    ideal: 'Up to 8 jobs can be defined, but only 2 run at the same time.',
  },
  'work-during-backup': {
    ask: ['Can users go on working during a backup?', 'Is the server blocked during a backup?'],
    followUp: 'Can people work meanwhile?',
    in: 'creating-a-backup-job',
    facts: ['consistent snapshot'],
    ideal: 'Yes, users can go on working, because the backup reads from a consistent snapshot.',
  },
  'default-schedule': {
    ask: ['At what time does the default backup start?', 'What is the default backup schedule?'],
    in: 'backup-schedule',
    facts: ['every night at 02:30'],
    ideal: 'Every night at 02:30 in the time zone of the server.',
  },
  'run-now': {
    ask: ['How do I start a backup run by hand?', 'Which command runs a backup at once?'],
    followUp: 'And how do I start a run by hand?',
    in: 'backup-schedule',
    facts: ['cbxctl backup run JOB'],
    ideal: 'Run `cbxctl backup run JOB`.',
  },
  retention: {
    ask: ['How many backups are kept by default?', 'What is the standard retention of backups?'],
    in: 'backup-retention',
    facts: ['7 daily, 4 weekly and 12 monthly'],
    ideal: 'The standard retention keeps 7 daily, 4 weekly and 12 monthly backups.',
  },
  pin: {
    ask: ['Can I keep one restore point for ever?', 'How do I stop a restore point from being pruned?'],
    followUp: 'Can I keep one of them for ever?',
    in: 'backup-retention',
    facts: ['pinned points are never pruned'],
    ideal: 'Yes, pin the restore point; pinned points are never pruned.',
  },
  targets: {
    ask: ['Which backup targets are supported?', 'Where can backups be written to?'],
    in: 'backup-targets',
    facts: ['SFTP server', 'S3-compatible'],
    ideal: 'A local disk, an SFTP server, an S3-compatible store or another Cairnbox server.',
  },
  'sftp-password': {
    ask: ['Can an SFTP target use a password?', 'Which authentication does an SFTP target need?'],
    in: 'backup-targets',
    facts: ['passwords are not accepted'],
    ideal: 'No, passwords are not accepted; an SFTP target needs key authentication and OpenSSH 8 or later.',
  },
  'lost-phrase': {
    ask: [
      'We lost the recovery phrase of a backup. Can you restore it?',
      'What happens if the recovery phrase is lost?',
    ],
    in: 'backup-encryption',
    facts: ['cannot be read by anybody'],
    ideal: 'No. Cairnbox keeps no copy of the phrase, and without it the backup cannot be read by anybody.',
  },
  cipher: {
    ask: ['How are backups encrypted?', 'Which cipher does backup encryption use?'],
    in: 'backup-encryption',
    facts: ['AES-256-GCM'],
    ideal: 'Backups are encrypted on the server with AES-256-GCM before they leave it.',
  },
  verify: {
    ask: ['How do I verify a complete backup?', 'Which command checks all blocks of a backup?'],
    followUp: 'How do I verify all of it?',
    in: 'verifying-backups',
    facts: ['cbxctl backup verify JOB --all'],
    ideal: 'Run `cbxctl backup verify JOB --all`.',
  },
});
