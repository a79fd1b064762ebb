import { questionsAbout } from '../question.ts';

export const desktopClient = questionsAbout('desktop-client', {
  'several-servers': {
    ask: [
      'To how many servers can one client be connected?',
      'Can the desktop client connect to several servers at once?',
    ],
    in: 'installing-and-connecting-the-client',
    facts: ['at most 5 servers'],
    ideal: 'One client can be connected to at most 5 servers at the same time.',
  },
  'move-folder': {
    ask: [
      'Can I move the Cairnbox folder to another location?',
      'How do I move the local folder to another disk?',
    ],
    followUp: 'Can I move that folder to another disk?',
    in: 'installing-and-connecting-the-client',
    facts: ['preferences under Location'],
    ideal: 'Yes, in the preferences under Location; the files are moved, not downloaded again.',
  },
  'placeholders-linux': {
    ask: ['Are placeholder files available on Linux?', 'Do placeholders work on Linux?'],
    in: 'selective-sync-and-placeholder-files',
    facts: ['not available on Linux'],
    ideal: 'No, placeholder files are not available on Linux; use selective sync there.',
  },
  'selective-sync': {
    ask: [
      'How do I remove the local copy of a folder but keep it on the server?',
      'How does selective sync work?',
    ],
    in: 'selective-sync-and-placeholder-files',
    facts: ['Preferences > Folders'],
    ideal: 'Open Preferences > Folders and clear the box of the folder; the server keeps it.',
  },
  ignore: {
    ask: ['How can I keep certain files from being uploaded?', 'Which file holds the ignore patterns?'],
    in: 'ignoring-files',
    facts: ['.cairnignore'],
    ideal: 'Put patterns into a file `.cairnignore`, with the syntax of `.gitignore`.',
  },
  symlinks: {
    ask: ['Does the client follow symbolic links?', 'Are symbolic links synchronised?'],
    followUp: 'What about symbolic links?',
    in: 'ignoring-files',
    facts: ['never followed'],
    ideal: 'No, symbolic links are never followed; a grey link icon is shown.',
  },
  conflict: {
    ask: [
      'What happens when a file is changed on two devices at the same time?',
      'Where does the second version go in a conflict?',
    ],
    in: 'conflict-copies',
    facts: ['stored beside it'],
    ideal:
      'The version that reaches the server first keeps the name; the other is stored beside it as a conflict copy.',
  },
  'lock-release': {
    ask: [
      'When is the lock of an Office document released?',
      'A document is locked by a colleague, how long does the lock last?',
    ],
    followUp: 'How long does such a lock last?',
    in: 'conflict-copies',
    facts: ['30 minutes after'],
    ideal: 'A lock is released 30 minutes after the last change.',
  },
  bandwidth: {
    ask: [
      'Where can I limit the upload speed of the client?',
      'The client uses all our bandwidth. How do I limit it?',
    ],
    in: 'limiting-bandwidth',
    facts: ['Preferences > Network'],
    ideal: 'Under Preferences > Network, separately for upload and download in kilobytes per second.',
  },
  'yellow-triangle': {
    ask: ['What does the yellow triangle mean?', 'Some files show a yellow triangle.'],
    in: 'status-icons',
    facts: ['cannot be synchronised'],
    ideal: 'The file cannot be synchronised, usually because of a character in its name; see Show problems.',
  },
  'red-cross': {
    ask: ['What does the red cross on the icon mean?', 'The client shows a red cross since this morning.'],
    followUp: 'And the red cross?',
    in: 'status-icons',
    facts: ['lost its authorisation'],
    ideal: 'The client lost its authorisation and has to be connected again.',
  },
});
