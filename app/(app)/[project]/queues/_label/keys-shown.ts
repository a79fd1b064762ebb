'use client';
import { createContext } from 'react';

/** Whether single letters and digits act on their own, so that their badges are shown. */
export const KeysShown = createContext(true);
