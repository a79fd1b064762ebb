import pino from 'pino';

/** Structured logs on standard error, so that standard output holds only what `npm start` says to a person. */
export const logger = pino(
  {
    level: process.env.LOG_LEVEL || 'warn',
    redact: ['authorization', '*.authorization', 'cookie', '*.cookie', 'key', '*.key', 'token', '*.token'],
  },
  pino.destination({ dest: 2, sync: true }),
);
