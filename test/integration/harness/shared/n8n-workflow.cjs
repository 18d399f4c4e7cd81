/** The copy that n8n-core uses. */
module.exports = globalThis.requireFromN8n('n8n-workflow');
