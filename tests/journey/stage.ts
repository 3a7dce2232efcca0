// What the journeys of one file play on: the real program and a Chromium, begun before its tests and ended after them.
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { open_browser, visit, type Visit } from './browser'
import { officer_of, sign_in_officer } from './officer'
import { start_program, type Program } from './program'

export class Stage {
  program!: Program
  private browser!: Browser
  private readonly kept = new Map<string, BrowserContextOptions['storageState']>()

  async begin(): Promise<void> {
    this.program = await start_program()
    this.browser = await open_browser()
  }
  async end(): Promise<void> {
    await this.browser?.close()
    await this.program?.stop()
  }

  /** Somebody with an empty browser. */
  visit(width = 375): Promise<Visit> {
    return visit(this.browser, this.program.url, width)
  }

  /** A new window of the officer, open at `to`. A code is taken once, so an officer signs in once and the browser's store is kept. */
  async officer(user: string, to: string, width = 1440): Promise<Visit> {
    const state = this.kept.get(user)
    const on = await visit(this.browser, this.program.url, width, state)
    if (state) await on.page.goto(to)
    else {
      await sign_in_officer(on.page, officer_of(this.program, user), to)
      this.kept.set(user, await on.page.context().storageState())
    }
    return on
  }
}

/** The stage of this test file; it stands once the tests run. */
export function set_stage(): Stage {
  const stage = new Stage()
  beforeAll(() => stage.begin())
  afterAll(() => stage.end())
  return stage
}
