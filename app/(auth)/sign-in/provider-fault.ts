const SENTENCES: Record<string, string> = {
  not_invited: 'Nobody has invited this e-mail address. Ask an owner of your project for an invitation.',
  email_not_verified: 'The provider does not vouch for this e-mail address. Verify it there, then try again.',
  email_not_found: 'The provider did not tell an e-mail address.',
  access_denied: 'The provider ended the sign-in.',
  state_mismatch: 'The sign-in took too long, or began in another browser. Try again.',
};

/** What the code that the provider's way back ends with means; never the text of the address bar itself. */
export function providerFault(code: string | string[] | undefined): string {
  const known = typeof code === 'string' && Object.hasOwn(SENTENCES, code) ? SENTENCES[code] : undefined;
  return known ?? 'Something went wrong between the provider and this server. Try again.';
}
