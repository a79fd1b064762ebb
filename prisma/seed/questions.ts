import type { DemoQuestion } from './question.ts';
import { accountsAndSecurity } from './questions/accounts-and-security.ts';
import { administration } from './questions/administration.ts';
import { apiAndIntegrations } from './questions/api-and-integrations.ts';
import { backupJobs } from './questions/backup-jobs.ts';
import { desktopClient } from './questions/desktop-client.ts';
import { errorCodes } from './questions/error-codes.ts';
import { installation } from './questions/installation.ts';
import { mobileApp } from './questions/mobile-app.ts';
import { plansAndBilling } from './questions/plans-and-billing.ts';
import { restore } from './questions/restore.ts';
import { sharing } from './questions/sharing.ts';
import { supportAndService } from './questions/support-and-service.ts';
import { gaps, outOfScope } from './questions/unanswerable.ts';

/** The answerable questions by the document that answers them; a session stays within one of these lists. */
export const questionsByTopic: readonly (readonly DemoQuestion[])[] = [
  plansAndBilling,
  installation,
  desktopClient,
  mobileApp,
  backupJobs,
  restore,
  sharing,
  accountsAndSecurity,
  administration,
  errorCodes,
  supportAndService,
  apiAndIntegrations,
];

/** Questions without an answer in the handbook. */
export const unanswerableQuestions: readonly DemoQuestion[] = [...gaps, ...outOfScope];

export const allQuestions: readonly DemoQuestion[] = [...questionsByTopic.flat(), ...unanswerableQuestions];
