import { expect, it } from 'vitest'
import { use_history } from './history'

it('takes steps back and does them again, and forgets what was undone once something new is done', () => {
  const history = use_history('a')
  history.change('b')
  history.change('c')
  history.change('c')
  history.undo()
  expect(history.now.value).toBe('b')
  history.redo()
  expect(history.now.value).toBe('c')
  history.undo()
  history.change('d')
  expect(history.can_redo.value).toBe(false)
  history.undo()
  history.undo()
  history.undo()
  expect(history.now.value).toBe('a')
  expect(history.can_undo.value).toBe(false)
})
