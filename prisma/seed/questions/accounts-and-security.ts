import { questionsAbout } from '../question.ts';

export const accountsAndSecurity = questionsAbout('accounts-and-security', {
  'password-length': {
    ask: ['How long must a password be?', 'What is the minimum length of passwords?'],
    in: 'passwords',
    facts: ['at least 12 characters'],
    ideal: 'Passwords need at least 12 characters and must not be on the list of leaked passwords.',
  },
  'account-locked': {
    ask: [
      'My account is locked after wrong attempts, how long does it take?',
      'After how many wrong attempts is an account locked?',
    ],
    in: 'passwords',
    facts: ['locked for 30 minutes'],
    ideal: 'After 10 wrong attempts within 15 minutes the account is locked for 30 minutes.',
  },
  'sms-codes': {
    ask: ['Can I get two-factor codes by text message?', 'Do you send two-factor codes by text message?'],
    followUp: 'Can I get the codes by text message?',
    in: 'two-factor-authentication',
    facts: ['text message are not offered'],
    ideal: 'No, codes by text message are not offered; use an authenticator app or a security key.',
  },
  'lost-2fa': {
    ask: [
      'A user lost the second factor, how do I remove it?',
      'How do I reset two-factor authentication of a user?',
    ],
    followUp: 'What if somebody loses the second factor?',
    in: 'two-factor-authentication',
    facts: ['cbxctl user reset-2fa NAME'],
    ideal: 'An administrator runs `cbxctl user reset-2fa NAME`.',
  },
  'sso-plan': {
    ask: ['Which plan includes single sign-on?', 'Is single sign-on with SAML supported?'],
    in: 'single-sign-on',
    facts: ['part of the Works plan', 'SAML 2.0'],
    ideal: 'Single sign-on is part of the Works plan and supports OpenID Connect and SAML 2.0.',
  },
  'redirect-uri': {
    ask: [
      'What redirect address do I enter at the OpenID provider?',
      'Which redirect URI does single sign-on use?',
    ],
    followUp: 'Which redirect address do I enter at the provider?',
    in: 'single-sign-on',
    facts: ['/auth/oidc/callback'],
    ideal: 'Enter `https://HOST/auth/oidc/callback`.',
  },
  'lost-laptop': {
    ask: ['A laptop was stolen, how do I revoke its access?', 'What should I do if I lost my laptop?'],
    in: 'losing-a-device',
    facts: ['Settings > Devices'],
    ideal: 'Open Settings > Devices and choose Revoke; Revoke and wipe also deletes the local copies.',
  },
  'audit-retention': {
    ask: ['How long are audit log entries kept?', 'Can audit entries be removed?'],
    in: 'audit-log',
    facts: ['kept for 400 days'],
    ideal: 'Entries are kept for 400 days and cannot be changed or removed by anybody.',
  },
  'audit-syslog': {
    ask: ['Can the audit log be sent to syslog?', 'How do I export the audit log?'],
    followUp: 'Can I send it to syslog?',
    in: 'audit-log',
    facts: ['audit.syslog'],
    ideal: 'Yes, continuously with `audit.syslog`, or as a CSV export.',
  },
  'vault-limits': {
    ask: ['Can files in a vault folder be searched?', 'What can vault folders not do?'],
    in: 'encryption-of-stored-files',
    facts: ['cannot be searched'],
    ideal: 'No. Vault folders cannot be searched, previewed in the browser or shared by public link.',
  },
});
