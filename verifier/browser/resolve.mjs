// Lets node read the same sources as the build does: `@noble/…` is found in vendor/.

import { registerHooks } from 'node:module';

const VENDOR = { '@noble/curves/': 'vendor/noble-curves/', '@noble/hashes/': 'vendor/noble-hashes/' };

registerHooks({
  resolve(specifier, context, next) {
    const prefix = Object.keys(VENDOR).find((p) => specifier.startsWith(p));
    if (!prefix) return next(specifier, context);
    return next(new URL(VENDOR[prefix] + specifier.slice(prefix.length), import.meta.url).href, context);
  },
});
