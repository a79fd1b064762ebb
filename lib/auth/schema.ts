import { z } from 'zod';

export const roleSchema = z.enum(['owner', 'admin', 'reviewer', 'viewer']);

/** One @, a domain with a dot, and nothing that would need quoting in a header or a list. */
const EMAIL = /^(?!\.)(?!.*\.\.)[a-z0-9_+.-]*[a-z0-9_+-]@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,63}$/;

/** An address as it is kept and compared: NFKC, lower case. */
export const emailSchema = z
  .string()
  .max(254, 'is too long for an e-mail address')
  .transform((text) => text.normalize('NFKC').trim().toLowerCase())
  .refine(
    (text) => text.length <= 254 && EMAIL.test(text),
    'must be an e-mail address such as name@example.org',
  );

export const MIN_PASSWORD_LENGTH = 12;
export const MAX_PASSWORD_LENGTH = 128;
export const passwordSchema = z
  .string()
  .min(MIN_PASSWORD_LENGTH, `must have at least ${MIN_PASSWORD_LENGTH} characters`)
  .max(MAX_PASSWORD_LENGTH, `must have at most ${MAX_PASSWORD_LENGTH} characters`);

export const accountNameSchema = z
  .string()
  .transform((text) => text.normalize('NFC').trim())
  .refine((text) => text.length >= 1 && text.length <= 100, 'must have 1 to 100 characters')
  .refine((text) => !/\p{Cc}/u.test(text), 'must not have control characters');

/** A single-use token as it stands in a link: 256 bits, base64url. */
export const linkTokenSchema = z.string().regex(/^[\w-]{43}$/);

export const createInvitationSchema = z.strictObject({
  email: emailSchema,
  role: roleSchema,
  /** A person of the project without account, such as an imported reviewer, whom the invited one becomes. */
  personId: z.string().max(64).optional(),
});

export const invitationMadeSchema = z.object({
  status: z.literal('made'),
  id: z.string(),
  email: z.string(),
  role: roleSchema,
  expiresAt: z.iso.datetime(),
  /** Path of the link with its token, told this once; the public address stands before it. */
  path: z.string(),
});

/** An invitation that can still be accepted. */
export const invitationSchema = z.object({
  id: z.string(),
  email: z.string(),
  role: roleSchema,
  personName: z.string().nullable(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
});
export type Invitation = z.infer<typeof invitationSchema>;

export const createPasswordLinkSchema = z.strictObject({ personId: z.string().max(64) });

export const passwordLinkMadeSchema = z.object({
  status: z.literal('made'),
  path: z.string(),
  expiresAt: z.iso.datetime(),
});

export const signInSchema = z.strictObject({
  email: z.string().max(1_000),
  password: z.string().max(1_000),
});

export const acceptInvitationSchema = z.strictObject({
  name: accountNameSchema.optional(),
  password: passwordSchema.optional(),
});

export const setPasswordSchema = z.strictObject({ password: passwordSchema });

export const changePasswordSchema = z.strictObject({
  currentPassword: z.string().max(1_000).optional(),
  password: passwordSchema,
});

export const claimLocalOwnerSchema = z.strictObject({
  name: accountNameSchema,
  email: emailSchema,
  password: passwordSchema,
});

export const renameAccountSchema = z.strictObject({ name: accountNameSchema });
