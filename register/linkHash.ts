import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits, as a link carries them. */
export const randomLink = (): string => randomBytes(32).toString('base64url');

/** What is kept of a link. With 256 random bits a plain hash cannot be searched; it is looked up by the whole of it. */
export const linkHash = (link: string): string => createHash('sha256').update(link).digest('hex');
