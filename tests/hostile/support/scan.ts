import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import type { Instance } from '../../../cli/embedded/dataFolder.js';

/**
 * Everything that Temporal shows of its workflows to somebody without the keys: ids, search attributes, memos and
 * histories as JSON, with every payload as its bytes read as text.
 */
export async function temporalTexts({
  temporalAddress,
  temporalNamespace,
}: Instance): Promise<{ workflows: number; text: string }> {
  const connection = await Connection.connect({ address: temporalAddress });
  try {
    const client = new Client({ connection, namespace: temporalNamespace });
    const parts: string[] = [];
    let workflows = 0;
    for await (const { workflowId, runId, raw } of client.workflow.list()) {
      workflows += 1;
      const history = historyToJSON(await client.workflow.getHandle(workflowId, runId).fetchHistory());
      const described = JSON.stringify([workflowId, raw.type, raw.searchAttributes, raw.memo]);
      for (const json of [history, described]) parts.push(json, decoded(json));
    }
    return { workflows, text: parts.join('\n') };
  } finally {
    await connection.close();
  }
}

/** The texts that are written as base64. */
const decoded = (json: string): string =>
  [...json.matchAll(/"([A-Za-z0-9+/]{8,}={0,2})"/g)]
    .map(([, text = '']) => Buffer.from(text, 'base64').toString('utf8'))
    .join('\n');

/** The files below a folder that hold one of the texts, byte by byte. `except` names files or folders within it. */
export function filesHolding(
  folder: string,
  texts: readonly string[],
  except: readonly string[],
): { files: number; holding: string[] } {
  const holding: string[] = [];
  let files = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = relative(folder, join(entry.parentPath, entry.name));
    if (!entry.isFile() || except.some((one) => path === one || path.startsWith(`${one}/`))) continue;
    files += 1;
    const bytes = readFileSync(join(folder, path));
    for (const text of texts) if (bytes.includes(text)) holding.push(`${path}: ${text}`);
  }
  return { files, holding };
}
