import { questionsAbout } from '../question.ts';

export const installation = questionsAbout('installation', {
  memory: {
    ask: [
      'How much memory does a Cairnbox server need?',
      'What are the minimum system requirements for the server?',
    ],
    in: 'system-requirements',
    facts: ['4 GB of memory'],
    ideal:
      'At least 4 GB of memory, 2 cores and 10 GB of disk for the program; 16 GB and 8 cores above 100 users.',
  },
  nfs: {
    ask: ['Can the data folder be on an NFS mount?', 'Is NFS supported for the data folder?'],
    in: 'system-requirements',
    facts: ['NFS mounts are refused'],
    ideal:
      'No. NFS mounts are refused because file locks are not reliable there; use a local ext4, XFS or ZFS.',
  },
  'windows-server': {
    ask: ['Can I install the server on Windows?', 'Is Windows supported as a server platform?'],
    in: 'system-requirements',
    facts: ['not supported as server platforms'],
    ideal: 'No, Windows and macOS are not supported as server platforms.',
  },
  'docker-command': {
    ask: ['What is the docker command to start the server?', 'How do I run Cairnbox with Docker?'],
    in: 'installing-with-docker',
    facts: ['docker run -d -p 8443:8443'],
    ideal: 'Run `docker run -d -p 8443:8443 -v cairnbox:/data registry.cairnbox.example/server:4`.',
  },
  'localhost-links': {
    ask: [
      'Why do links in e-mails point to localhost?',
      'Our mails contain localhost links, how do I set the public name?',
    ],
    followUp: 'The links in our e-mails point to localhost now. What did I miss?',
    in: 'installing-with-docker',
    facts: ['CAIRNBOX_HOSTNAME'],
    ideal: 'Set `CAIRNBOX_HOSTNAME` to the public name of the server.',
  },
  kubernetes: {
    ask: ['Can I run several replicas on Kubernetes?', 'Does it work on Kubernetes?'],
    followUp: 'Does that work on Kubernetes too?',
    in: 'installing-with-docker',
    facts: ['one replica only'],
    ideal: 'Kubernetes is possible with one replica only, because the server does not share its data folder.',
  },
  'config-file': {
    ask: ['Where is the configuration file of the Debian package?', 'Where does server.toml live?'],
    in: 'installing-the-debian-package',
    facts: ['/etc/cairnbox/server.toml'],
    ideal: 'The configuration file is `/etc/cairnbox/server.toml`; data lies in `/var/lib/cairnbox`.',
  },
  'setup-link': {
    ask: ['The set-up link has expired, how do I get a new one?', 'How can I print a fresh set-up link?'],
    in: 'first-start-and-the-administrator-account',
    facts: ['cbxctl setup-link'],
    ideal: 'Run `cbxctl setup-link`; it works as long as no administrator exists.',
  },
  'admin-password': {
    ask: [
      'How do I reset a forgotten administrator password?',
      'I forgot the administrator password of our server.',
    ],
    followUp: 'And if I forget the administrator password later?',
    in: 'first-start-and-the-administrator-account',
    facts: ['cbxctl passwd --admin'],
    ideal: 'Run `cbxctl passwd --admin` on the server.',
  },
  ports: {
    ask: ['Which ports must be open in the firewall?', 'What inbound port does the server need?'],
    followUp: 'Which ports do I have to open in the firewall?',
    in: 'ports-and-firewall',
    facts: ['8443'],
    ideal: 'Only TCP 8443 is strictly needed inbound; 8444 carries sync notifications.',
  },
  offline: {
    ask: ['Can the server run without internet access?', 'How long is an offline licence file valid?'],
    in: 'ports-and-firewall',
    facts: ['valid for 12 months'],
    ideal: 'Yes, with an offline licence file, which is valid for 12 months.',
  },
  'nginx-body': {
    ask: [
      'Uploads fail behind nginx, what body size does the proxy need?',
      'Which client_max_body_size should I set in nginx?',
    ],
    in: 'running-behind-a-reverse-proxy',
    facts: ['64m'],
    ideal: 'Set `client_max_body_size 64m`, because uploads are sent in parts of 64 MB.',
  },
});
