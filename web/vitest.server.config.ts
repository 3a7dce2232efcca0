import { defineConfig } from 'vitest/config'

// Tests that talk to the real program: tests/api over HTTP, tests/journey in a browser. One at a time.
export default defineConfig({
  test: {
    environment: 'node',
    include: ['**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    fileParallelism: false,
    // The nightly sweep would come in between by the clock of the machine; tests begin their own.
    env: { LEYE_SWEEP_AT: 'never' },
  },
})
