import type { Instant } from '../../../../domain/time.js';
import { FileRefused } from '../../../../api/files/files.js';
import type { Services } from '../../../../api/services.js';
import type { KeptDocument } from '../../../../register/index.js';
import { refuseField } from '../../../forms/errors.js';
import type { SentFile } from '../../../page.js';
import type { Visitor } from '../../../security/visitor.js';

/** Keeps the files of a form with its case. @throws FieldRefused for the field `files` */
export async function keepFiles(
  { files: store }: Pick<Services, 'files'>,
  {
    visitor,
    caseId,
    files,
    key,
    at,
    rule,
  }: { visitor: Visitor; caseId: string; files: readonly SentFile[]; key: string; at: Instant; rule: string | null },
): Promise<{ documents: KeptDocument[]; undo: () => Promise<void> }> {
  const of = { authority: visitor.authority, caseId };
  try {
    const documents = await store.keep(of, files, { by: visitor.person ?? '', at, key, rule });
    return { documents, undo: () => store.drop(of, documents).catch(() => undefined) };
  } catch (error) {
    if (error instanceof FileRefused) throw refuseField('files', `documents.refused.${error.why}`);
    throw error;
  }
}
