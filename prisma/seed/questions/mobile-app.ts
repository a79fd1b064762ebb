import { questionsAbout } from '../question.ts';

export const mobileApp = questionsAbout('mobile-app', {
  'android-version': {
    ask: [
      'Which Android and iOS versions does the mobile app need?',
      'Does the mobile app run on Android 10?',
    ],
    in: 'supported-phones-and-tablets',
    facts: ['Android 11', 'iOS 16'],
    ideal: 'The app needs Android 11 or iOS 16, or later.',
  },
  fdroid: {
    ask: [
      'How often does the F-Droid build look for changes?',
      'Why do I get no push messages with the F-Droid build?',
    ],
    in: 'supported-phones-and-tablets',
    facts: ['every 15 minutes'],
    ideal: 'The F-Droid build has no push messages and looks for changes every 15 minutes.',
  },
  'qr-code': {
    ask: ['How long is the QR code for adding a phone valid?', 'How do I connect my phone by QR code?'],
    followUp: 'How long is that QR code valid?',
    in: 'supported-phones-and-tablets',
    facts: ['valid for 5 minutes'],
    ideal: 'Settings > Devices > Add phone shows a QR code, valid for 5 minutes and for one use.',
  },
  'camera-quality': {
    ask: ['Are photos uploaded in original quality?', 'Does camera upload keep the location data of photos?'],
    in: 'camera-upload',
    facts: ['original quality, including location data'],
    ideal: 'Yes, in original quality, including location data, unless Remove location is chosen.',
  },
  'camera-videos': {
    ask: ['Why are long videos not uploaded from my phone?', 'Does camera upload handle long videos?'],
    followUp: 'And long videos?',
    in: 'camera-upload',
    facts: ['while the phone is charging'],
    ideal: 'Videos longer than 20 minutes are uploaded only while the phone is charging.',
  },
  'offline-phone': {
    ask: [
      'How often are files that I keep offline on my phone refreshed?',
      'How often are offline files on the phone refreshed?',
    ],
    in: 'offline-files-on-a-phone',
    facts: ['every 6 hours'],
    ideal: 'Whenever the app is opened, and in the background once every 6 hours.',
  },
  'offline-folder': {
    ask: [
      'How big may an offline folder on the phone be?',
      'Can I keep a whole folder offline on the phone?',
    ],
    followUp: 'Can I do that with a whole folder?',
    in: 'offline-files-on-a-phone',
    facts: ['smaller than 4 GB'],
    ideal: 'A whole folder can be kept offline if it is smaller than 4 GB.',
  },
  'passcode-wrong': {
    ask: ['What happens after too many wrong passcodes?', 'How many wrong passcodes does the app accept?'],
    in: 'app-lock',
    facts: ['After 8 wrong passcodes'],
    ideal: 'After 8 wrong passcodes the app deletes its offline copies and signs out.',
  },
  'passcode-forgotten': {
    ask: ['I forgot the passcode of the app, what now?', 'Can a forgotten passcode of the app be reset?'],
    followUp: 'And if I forget the passcode?',
    in: 'app-lock',
    facts: ['remove the app'],
    ideal: 'It cannot be reset: remove the app, install it again and sign in.',
  },
  'battery-stall': {
    ask: [
      'Camera upload stalls on Android, what can I do?',
      'Why does background upload stop on my Android phone?',
    ],
    in: 'battery-and-data-usage',
    facts: ['battery optimisation'],
    ideal: 'Exclude Cairnbox from battery optimisation; phones of some makers stop background work.',
  },
});
