import { mount } from '@vue/test-utils'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Field, FieldType, Values } from '../api/types'
import ErrorSummary from './ErrorSummary.vue'
import ItemForm from './ItemForm.vue'

const field = (name: string, type: FieldType, more: Partial<Field> = {}): Field => ({
  name, type, label: { zh: name, en: name }, hint: { zh: `${name}提示`, en: '' }, required: true, options: [], length_max: 0, ...more,
})
beforeAll(() => { Element.prototype.scrollIntoView = () => undefined })
const draw = (fields: Field[], values: Values, errors: { field: string; words: { zh: string; en: string } }[] = []) =>
  mount(ItemForm, { props: { fields, modelValue: values, errors }, attachTo: document.body })

describe('the form of an item', () => {
  it('every question has its label, its hint and its error beside it', () => {
    const form = draw([field('phone', 'phone')], {}, [{ field: 'phone', words: { zh: '请填写：phone', en: '' } }])
    const input = form.get('#field-phone')
    expect(form.get('label').attributes('for')).toBe('field-phone')
    expect(input.attributes('aria-describedby')).toContain('field-phone-hint field-phone-error')
    expect(input.attributes('aria-invalid')).toBe('true')
    expect(form.get('#field-phone-error').text()).toBe('请填写：phone')
    form.unmount()
  })
  it('a document number is verified while it is typed, by the kind chosen', async () => {
    const form = draw([field('document_number', 'document_number')], { document_type: 'resident_id', document_number: '11010519491231002X' })
    expect(form.text()).toContain('号码校验通过')
    await form.setProps({ modelValue: { document_type: 'resident_id', document_number: '110105194912310021' } })
    expect(form.text()).toContain('最后一位对不上')
    await form.setProps({ modelValue: { document_type: 'resident_id', document_number: '1101' } })
    expect(form.text()).not.toContain('位，现在')
    form.unmount()
  })
  it('a required yes-or-no is two buttons, one that may be left out is a box', () => {
    const form = draw([field('wants', 'boolean'), field('maybe', 'boolean', { required: false })], {})
    expect(form.findAll('input[type=radio]').length).toBe(2)
    expect(form.findAll('input[type=checkbox]').length).toBe(1)
    form.unmount()
  })
  it('the summary comes first, takes the focus and leads to the field', async () => {
    const form = draw([field('reason', 'text')], {})
    const summary = mount(ErrorSummary, { props: { errors: [{ field: 'reason', words: { zh: '请填写', en: '' } }] }, attachTo: document.body })
    await new Promise((done) => setTimeout(done))
    await summary.get('a').trigger('click')
    expect(document.activeElement?.id).toBe('field-reason')
    summary.unmount()
    form.unmount()
  })
})
