import { questionsAbout } from '../question.ts';

export const administration = questionsAbout('administration', {
  'default-quota': {
    ask: ['What is the default quota of a user?', 'How many GB does each user get?'],
    in: 'quotas',
    facts: ['quota of 50 GB'],
    ideal: 'Each user has a quota of 50 GB unless another value is set.',
  },
  'quota-over': {
    ask: [
      'Which command lists users above 90 percent of their quota?',
      'How do I find users who are nearly out of quota?',
    ],
    followUp: 'How can I list everybody who is above 90 percent?',
    in: 'quotas',
    facts: ['cbxctl quota list --over 90'],
    ideal: 'Run `cbxctl quota list --over 90`.',
  },
  'group-admin': {
    ask: ['Can a group administrator read the files of members?', 'What may a group administrator do?'],
    in: 'groups-and-group-administrators',
    facts: ['cannot read their files'],
    ideal:
      'A group administrator adds and removes members and sees their quota, but cannot read their files.',
  },
  'nested-groups': {
    ask: ['Are nested groups supported?', 'Can a group contain another group?'],
    followUp: 'Can groups be nested?',
    in: 'groups-and-group-administrators',
    facts: ['Nested groups are not supported'],
    ideal: 'No, nested groups are not supported.',
  },
  doctor: {
    ask: [
      'Which cbxctl command checks configuration and certificates?',
      'How can I check that the server is healthy?',
    ],
    in: 'command-line-tool',
    facts: ['cbxctl doctor'],
    ideal: '`cbxctl doctor` checks configuration, disk, mail, certificates and the database.',
  },
  'docker-cbxctl': {
    ask: [
      'How do I call cbxctl in a Docker container?',
      'cbxctl is not found on the Docker host, how is it called?',
    ],
    followUp: 'How is that called with Docker?',
    in: 'command-line-tool',
    facts: ['docker exec CONTAINER cbxctl'],
    ideal: 'With Docker it is called as `docker exec CONTAINER cbxctl`.',
  },
  maintenance: {
    ask: ['How do I switch on maintenance mode?', 'How can I make the server read only for a while?'],
    in: 'maintenance-mode',
    facts: ['cbxctl maintenance on'],
    ideal: 'Run `cbxctl maintenance on --message TEXT`.',
  },
  'maintenance-end': {
    ask: ['When does maintenance mode end by itself?', 'Does maintenance mode end automatically?'],
    followUp: 'Does it end by itself?',
    in: 'maintenance-mode',
    facts: ['after 4 hours'],
    ideal: 'After 4 hours, unless `--no-limit` is given.',
  },
  upgrade: {
    ask: [
      'Can I upgrade from version 2 to version 4 directly?',
      'May I skip a major version when upgrading?',
    ],
    in: 'upgrading-the-server',
    facts: ['must not skip a major version'],
    ideal: 'No, upgrades must not skip a major version: go from 2 to 3 first, then to 4.',
  },
  'support-bundle': {
    ask: ['How do I make a support bundle?', 'How do I collect logs for the support team without passwords?'],
    in: 'server-logs',
    facts: ['cbxctl support-bundle'],
    ideal: 'Run `cbxctl support-bundle`; the ZIP holds no file names or passwords.',
  },
});
