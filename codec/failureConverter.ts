import { DefaultFailureConverter } from '@temporalio/common';

/**
 * Puts the message and the stack of every failure through the payload codec. Without it they stay in clear
 * in the history, even when payloads are encrypted.
 *
 * The module stands alone because it is bundled into the workflow sandbox: nothing here may reach a Node module.
 */
export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
