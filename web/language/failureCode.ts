/** The code in an error class of the messages: `RecipientRejected/recipient_rejected` has its own name before it. */
export const failureCode = (errorClass: string): string => errorClass.split('/').at(-1) ?? errorClass;
