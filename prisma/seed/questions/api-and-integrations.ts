import { questionsAbout } from '../question.ts';

export const apiAndIntegrations = questionsAbout('api-and-integrations', {
  'token-create': {
    ask: ['Where do I create an access token for the API?', 'How do I get an API token?'],
    in: 'access-tokens',
    facts: ['Settings > Developer > New token'],
    ideal: 'Under Settings > Developer > New token; it is shown only once.',
  },
  'token-expiry': {
    ask: ['When do access tokens expire?', 'Can an access token be valid for ever?'],
    followUp: 'When does such a token expire?',
    in: 'access-tokens',
    facts: ['365 days'],
    ideal: 'Access tokens expire after 365 days at the latest.',
  },
  'rate-limit': {
    ask: ['How many API requests per minute are allowed?', 'What is the rate limit of the API?'],
    followUp: 'And what is the rate limit?',
    in: 'rate-limits-of-the-api',
    facts: ['600 requests per minute'],
    ideal: 'Each token may send 600 requests per minute and 10 uploads at the same time.',
  },
  'raise-limit': {
    ask: [
      'How can an administrator raise the API limit of a token?',
      'We get status 429, can the rate limit be raised?',
    ],
    followUp: 'Can it be raised for one token?',
    in: 'rate-limits-of-the-api',
    facts: ['cbxctl token limit ID N'],
    ideal: 'Yes, with `cbxctl token limit ID N`.',
  },
  'webhook-retry': {
    ask: ['How often is a webhook delivery tried again?', 'What happens when a webhook delivery fails?'],
    in: 'webhooks',
    facts: ['6 times over 24 hours'],
    ideal: 'It is tried again 6 times over 24 hours; after 3 days of failures the webhook is switched off.',
  },
  'webhook-signature': {
    ask: ['How are webhook messages signed?', 'Which header carries the webhook signature?'],
    followUp: 'How are the messages signed?',
    in: 'webhooks',
    facts: ['X-Cairnbox-Signature'],
    ideal: 'With HMAC-SHA256 in the header `X-Cairnbox-Signature`.',
  },
  'webdav-address': {
    ask: ['What is the WebDAV address of the server?', 'How can a scanner store files by WebDAV?'],
    in: 'webdav',
    facts: ['https://HOST/dav/'],
    ideal: 'Files are reached at `https://HOST/dav/`, signing in with an app password.',
  },
  'webdav-limit': {
    ask: ['Is there a size limit for WebDAV uploads?', 'How large may a WebDAV upload be?'],
    followUp: 'Is there a size limit?',
    in: 'webdav',
    facts: ['5 GB per file'],
    ideal: 'WebDAV uploads are limited to 5 GB per file.',
  },
  'co-editing': {
    ask: [
      'How many people can edit one document together?',
      'How many people may work together in one document?',
    ],
    in: 'office-editing-and-calendar',
    facts: ['20 people'],
    ideal: 'Up to 20 people, if Collabora Online or ONLYOFFICE is connected.',
  },
  import: {
    ask: [
      'How can we migrate from Nextcloud to Cairnbox?',
      'Which command imports files from Dropbox or Nextcloud?',
    ],
    in: 'migrating-from-other-services',
    facts: ['cbxctl import'],
    ideal: 'Use `cbxctl import`; from Nextcloud it also keeps shares and users. Try `--dry-run` first.',
  },
});
