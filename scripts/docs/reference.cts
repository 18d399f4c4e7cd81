import * as models from './models.cts';
import * as operations from './operations.cts';
import * as prices from './prices.cts';

/** docs/reference.md, from the node's description and the catalog. Run `npx gulp docs` after changing either. */
export const reference = (): string => `# Reference

Everything the PixVerse node can do. Made from the node itself by \`npx gulp docs\`: do not edit.

- [Operations](#operations)
- [Parameters](#parameters)
- [Models](#models)
- [Prices](#prices)

## Operations

${operations.overview()}

## Parameters

A parameter that is left alone is not sent, and the API takes its own default.

### Every generation

${operations.commonParameters()}

${operations.parameters()}

## Models

Bold is the default. A question mark stands behind what other sources than the API's own pages say: it is offered, and
a value outside of it is sent with a hint. A model that is not in these tables can be typed; it is sent unchecked.

### Video models

${models.videos()}

${models.standards()}

### Image models

${models.images()}

### Music models

${models.music()}

### Speech models

${models.speech()}

## Prices

What a dry run expects. What was charged in the end is in the \`credits\` of a result, where the API says so. Off-peak and
preview cost less, by a factor of the account.

### Plans

${prices.subscriptions()}

### Videos by the second

${prices.videos()}

### Videos by their length

${prices.lengths()}

### The cost calculator

${prices.calculated()}

### Images

${prices.images()}
`;
