'use client';
import { useState } from 'react';
import { messageOf } from './call-api.ts';
import { type FormFields, fieldFault } from './field-fault.ts';

interface FieldPlaces {
  fields: FormFields;
  /** Says at the field of the form what is wrong with it. */
  place: (field: string, sentence: string) => void;
}

/**
 * A form's sending: whether it is under way, and in words why the last try failed. With `places` a refusal of one
 * field is said there instead.
 */
export function useSubmission(places?: FieldPlaces) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const send = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      await work();
    } catch (fault) {
      const atField = places && fieldFault(fault, places.fields);
      if (atField) places.place(atField.field, atField.sentence);
      else setError(messageOf(fault));
    }
    setBusy(false);
  };
  return { busy, error, send };
}
