'use client';
// Of its own, so that the navigation of the settings stays where one of their pages is refused.
export { default } from '../error.tsx';
