import { computed, ref, shallowRef, type ComputedRef, type ShallowRef } from 'vue'

const steps_max = 500

export interface History<T> {
  now: ShallowRef<T>
  can_undo: ComputedRef<boolean>
  can_redo: ComputedRef<boolean>
  /** Makes `next` the present; the same value again is no step. */
  change: (next: T) => void
  undo: () => void
  redo: () => void
  /** Begins anew: nothing before can be brought back. */
  start: (value: T) => void
}

/** A value with its steps, so that each can be taken back and done again. */
export function use_history<T>(value: T): History<T> {
  const steps = shallowRef<T[]>([value])
  const at = ref(0)
  const now = shallowRef(value)
  const go = (to: number) => {
    at.value = to
    now.value = steps.value[to] as T
  }
  return {
    now,
    can_undo: computed(() => at.value > 0),
    can_redo: computed(() => at.value < steps.value.length - 1),
    change(next) {
      if (next === now.value) return
      steps.value = [...steps.value.slice(0, at.value + 1), next].slice(-steps_max)
      go(steps.value.length - 1)
    },
    undo() { if (at.value > 0) go(at.value - 1) },
    redo() { if (at.value < steps.value.length - 1) go(at.value + 1) },
    start(first) {
      steps.value = [first]
      go(0)
    },
  }
}
