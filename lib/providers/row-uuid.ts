import { v5 as uuidv5 } from 'uuid';

const NAMESPACE = '5b1d0a4e-6a1f-4c53-9f0e-3a7f1c0c8e21';

/** The UUID that stands for an id in stores that take nothing else; the id itself goes along with the vector. */
export function rowUuid(id: string): string {
  return uuidv5(id, NAMESPACE);
}
