'use client';
import { Alert, Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { accountNameSchema, emailSchema, MIN_PASSWORD_LENGTH, passwordSchema } from '#lib/auth/schema.ts';
import { callServer, messageOf } from '../../_components/call-api.ts';

type FieldName = 'name' | 'email' | 'currentPassword' | 'password';

export interface CredentialField {
  name: FieldName;
  label: string;
  /** Whether the password is chosen here and not the one to sign in with. */
  isNew?: boolean;
  value?: string;
  /** Shown for the password manager and not sent. */
  isFixed?: boolean;
}

const AUTOCOMPLETE: Record<FieldName, string> = {
  name: 'name',
  email: 'username',
  currentPassword: 'current-password',
  password: 'current-password',
};

/** A form that sends names, addresses or passwords to one route, and goes to `goTo` or says `done` when it is taken. */
export function CredentialForm({
  action,
  method = 'POST',
  fields,
  extra = {},
  submitLabel,
  goTo,
  done,
}: {
  action: string;
  method?: 'POST' | 'PATCH';
  fields: readonly CredentialField[];
  extra?: Record<string, string>;
  submitLabel: string;
  goTo?: string;
  done?: string;
}) {
  const initial = Object.fromEntries(fields.map(({ name, value }) => [name, value ?? '']));
  const [values, setValues] = useState<Record<string, string>>(initial);
  const [faults, setFaults] = useState<Record<string, string | undefined>>({});
  const [answer, setAnswer] = useState<{ isFault: boolean; message: string }>();
  const [busy, setBusy] = useState(false);

  async function send(): Promise<void> {
    const found = Object.fromEntries(
      fields.map((field) => [field.name, faultOf(field, values[field.name] ?? '')]),
    );
    setFaults(found);
    setAnswer(undefined);
    if (Object.values(found).some((fault) => fault !== undefined)) return;
    setBusy(true);
    try {
      const sent = fields.filter((field) => field.isFixed !== true);
      const body = Object.fromEntries(sent.map(({ name }) => [name, values[name] ?? '']));
      await callServer(method, action, { ...body, ...extra });
      if (goTo !== undefined) return window.location.assign(goTo);
      setAnswer({ isFault: false, message: done ?? 'Saved.' });
      setValues((before) => ({ ...before, password: '', currentPassword: '' }));
    } catch (error) {
      setAnswer({ isFault: true, message: messageOf(error) });
    }
    setBusy(false);
  }

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Stack gap="sm">
        {fields.map((field) => {
          const isPassword = field.name === 'password' || field.name === 'currentPassword';
          const Input = isPassword ? PasswordInput : TextInput;
          return (
            <Input
              key={field.name}
              label={field.label}
              name={field.name}
              type={isPassword ? 'password' : field.name === 'email' ? 'email' : 'text'}
              autoComplete={field.isNew ? 'new-password' : AUTOCOMPLETE[field.name]}
              description={field.isNew ? `At least ${MIN_PASSWORD_LENGTH} characters.` : undefined}
              required
              readOnly={field.isFixed === true}
              value={values[field.name] ?? ''}
              onChange={(event) => {
                const { value } = event.currentTarget;
                setValues((before) => ({ ...before, [field.name]: value }));
              }}
              error={faults[field.name]}
            />
          );
        })}
        {answer === undefined ? null : (
          <Alert
            variant="light"
            color={answer.isFault ? 'red' : 'green'}
            role={answer.isFault ? 'alert' : 'status'}
          >
            {answer.message}
          </Alert>
        )}
        <Button type="submit" loading={busy}>
          {submitLabel}
        </Button>
      </Stack>
    </form>
  );
}

/** What is wrong with a value, before it is sent; the password to sign in with is only the server's to judge. */
function faultOf({ name, label, isNew, isFixed }: CredentialField, value: string): string | undefined {
  if (isFixed) return undefined;
  if (value === '') return `${label} is needed.`;
  const schema =
    name === 'name' ? accountNameSchema : name === 'email' ? emailSchema : isNew ? passwordSchema : undefined;
  const issue = schema?.safeParse(value).error?.issues[0];
  return issue === undefined ? undefined : `${label} ${issue.message}.`;
}
