/** The suite runs on the release in scripts/install/n8n/newest. */
process.env.N8N_RELEASE = 'newest';
