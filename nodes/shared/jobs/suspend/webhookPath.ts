/**
 * Last segment of the resume URL. With a segment of its own, a late callback doesn't resume a Wait node that the same
 * execution has reached in the meantime.
 */
export const WEBHOOK_PATH = 'pixverse';
