import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

// The pages ask the program for everything under these paths; in development it listens on this address.
const program = process.env.LEYE_URL ?? 'http://127.0.0.1:8080'

export default defineConfig({
  plugins: [vue()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: { port: 5173, proxy: { '/v1': program, '/openapi.json': program } },
  build: {
    outDir: 'dist',
    target: 'es2020',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'vue', test: /node_modules[\\/](@vue|vue|vue-router|pinia)[\\/]/, priority: 30 },
            { name: 'element', test: /node_modules[\\/]/, priority: 20 },
            { name: 'shared', test: /src[\\/](shared|api)[\\/]/, priority: 15 },
            { name: 'public', test: /src[\\/]public[\\/].*\.vue/, priority: 10 },
            { name: 'seeker', test: /src[\\/]seeker[\\/].*\.vue/, priority: 10 },
            { name: 'employer', test: /src[\\/]employer[\\/].*\.vue/, priority: 10 },
            { name: 'desk', test: /src[\\/]desk[\\/].*\.vue/, priority: 10 },
          ],
        },
      },
    },
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.ts'],
    server: { deps: { inline: ['element-plus'] } },
  },
})
