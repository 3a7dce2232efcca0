import { use_words } from '../shared/words'

/** Sentences of the unit's pages, Chinese first. */
const unit_words = {
  handlers: ['本单位的经办人', 'Who acts for the unit'], handlers_lead: ['新来的要先由您或窗口确认，才能看到单位的资料。', 'A newcomer sees nothing until you or a window says yes.'], handler: ['经办人', 'Handler'], handler_unnamed: ['未填姓名', 'No name yet'], handler_own: ['您自己', 'you'],
  handler_since: ['从何时起', 'Since'], handler_acts: ['办理', 'Do'], handler_asked: ['等确认', 'Waits'], handler_unchecked: ['可以办事，待窗口核查', 'Acts; a window checks'], handler_confirmed: ['已确认', 'Confirmed'], handler_ended: ['已不再经办', 'Ended'], handler_check_by: ['（{on}前）', '(by {on})'],
  handler_confirm: ['确认是同事', 'Confirm'], handler_decline: ['不同意', 'Say no'], handler_end: ['不再让其经办', 'End'], handler_leave: ['我不再经办', 'I leave'], waiting_for: ['等确认的单位', 'Units that have not confirmed you'], waiting_how: ['已告诉单位现有的经办人。确认后就能办事；急的话，带营业执照到窗口。', 'Its handlers were told. You can begin once confirmed; in a hurry, bring the licence to a window.'],
  unit: ['我的单位', 'My unit'], more: ['再看一些', 'Show more'], units: ['我经办的单位', 'Units I act for'], units_lead: ['选一个单位办事。', 'Choose a unit.'], no_units: ['您还没有经办的单位', 'You act for no unit yet'], join: ['成为单位经办人', 'Become a unit’s handler'], join_other: ['再加一个单位', 'Add another unit'],
  join_lead: ['填单位信息并承诺。首位经办人马上可以办事，之后由窗口核查；已有经办人的，由他们确认。', 'Give the unit’s details and commit. The first handler begins at once and is checked later; where there are handlers, they confirm you.'], uscc: ['统一社会信用代码', 'Unified social credit code'], uscc_hint: ['18位，在营业执照上', '18 characters, on the licence'], unit_name: ['单位名称', 'Name of the unit'], unit_name_hint: ['和执照上一样', 'As on the licence'],
  kind: ['单位类型', 'Kind of unit'], unit_area: ['所在地', 'Area'], address: ['地址', 'Address'],
  commitment_title: ['经办人书面承诺', 'Written commitment of the handler'],
  commitment_text: ['我受该单位委托办理就业登记。所填内容真实。如有不实，愿承担责任，并接受事后核查。', 'I act for this unit with its mandate. What I state is true. I answer for anything untrue and accept a later check.'],
  commit: ['我承诺', 'I commit'], commit_first: ['请先读承诺并打勾', 'Read the commitment and tick the box'], join_send: ['承诺并开始', 'Commit and begin'],
  enterprise: ['企业', 'Enterprise'], sole_trader: ['个体经济组织', 'Sole trader'], private_nonprofit: ['民办非企业单位', 'Private non-profit'], public_institution: ['事业单位', 'Public institution'], state_organ: ['国家机关', 'State organ'], social_organisation: ['社会组织', 'Social organisation'], startup: ['初创单位', 'Start-up'],
  hire: ['登记新用工', 'Register a hire'], end: ['登记离职', 'Register an end'], by_sheet: ['用表格批量登记', 'Register by spreadsheet'], my_cases: ['单位办件', 'The unit’s cases'], my_sheets: ['表格记录', 'Sheets'],
  open_count: ['在职登记 {n} 人', '{n} people employed now'], roll: ['用工名册', 'Staff roll'], open: ['在职', 'Employed'], ended: ['已离职', 'Ended'], search: ['姓名或证件号', 'Name or document'], find: ['查找', 'Search'],
  worker: ['姓名', 'Name'], document: ['证件', 'Document'], from: ['入职', 'From'], until: ['离职', 'Until'], contract: ['合同', 'Contract'], late: ['及时', 'On time'], late_days: ['迟{n}天', '{n} days late'], in_time: ['按时', 'in time'],
  leave: ['离职', 'Register end'], leave_of: ['登记{name}离职', 'Register that {name} left'],
  roll_empty: ['名册里还没有人', 'Nobody on the roll yet'], roll_empty_next: ['用工30天内登记，一人一填或用表格。', 'Register within 30 days of the start: one by one or by sheet.'], roll_none: ['没有找到', 'Nobody found'],
  previous: ['上一页', 'Previous'], next: ['下一页', 'Next'], page: ['第{n}页', 'Page {n}'], total: ['共 {n} 条', '{n} in all'], paging: ['翻页', 'Pages'],
  send_hire: ['登记', 'Register'], send_end: ['登记离职', 'Register the end'], done: ['办好了', 'Done'], received: ['已收到', 'Received'], another: ['再登记一位', 'Register another'], see_case: ['看这一件', 'See the case'], back: ['回到名册', 'Back to the roll'],
  case: ['事项', 'Case'], about: ['对象', 'About'], state: ['状态', 'State'], clock: ['时限', 'Clock'], submitted: ['提交', 'Submitted'], no_cases: ['还没有办件', 'No cases yet'],
  sheets_lead: ['先下载模板，填好后传上来。传错了也不会直接生效。', 'Take the template, fill it in, upload it. Nothing takes effect until you say so.'], which: ['办什么', 'Which matter'], template: ['模板', 'Template'], template_xlsx: ['下载 Excel 模板', 'Excel template'], template_csv: ['下载 CSV 模板', 'CSV template'],
  choose_file: ['选择文件', 'Choose a file'], drop: ['或把文件拖到这里', 'or drop it here'], formats: ['xlsx 或 CSV（UTF-8、GB18030 都行），最多10万行', 'xlsx or CSV (UTF-8 or GB18030), up to 100,000 rows'], uploading: ['正在读取“{name}”', 'Reading “{name}”'], not_sheet: ['请选 xlsx 或 csv 文件', 'Choose an xlsx or csv file'],
  earlier: ['传过的表格', 'Earlier sheets'], no_sheets: ['还没有传过表格', 'No sheets yet'], file: ['文件', 'File'], when: ['时间', 'When'], result: ['结果', 'Result'], sheet_read: ['待登记', 'not run yet'], sheet_running: ['正在登记', 'running'], sheet_done: ['登记完了', 'done'], sheet_cancelled: ['已停下', 'stopped'],
  settled_failed: ['办成{settled}，没办成{failed}', '{settled} settled, {failed} failed'], with_officer: ['工作人员在办{n}', '{n} with an officer'], not_sent: ['有问题没提交{n}', '{n} not sent for problems'], good_bad: ['可办{good}，有问题{bad}', '{good} good, {bad} with problems'],
  sheet: ['表格', 'Sheet'], read_as: ['按 {format}、{encoding} 读取，共 {rows} 行', 'Read as {format}, {encoding}: {rows} rows'], columns: ['认出的列', 'Columns recognised'], column_unknown: ['没认出，不会用', 'not recognised, not used'], preview: ['预览', 'Preview'], preview_of: ['前{n}行', 'First {n} rows'], row: ['行', 'Row'], problems: ['问题', 'Problems'], no_problem: ['没有问题', 'none'],
  run: ['登记可办的 {n} 行', 'Register the {n} good rows'], run_none: ['没有可以登记的行', 'No row can be registered'], run_note: ['有问题的行留着，改好再传。', 'Rows with problems stay; correct and upload them later.'], progress: ['登记进度', 'Progress'], progress_words: ['已办 {done} / {rows} 行', '{done} of {rows} rows'], left: ['还要约 {n} 秒', 'about {n} seconds left'], left_minutes: ['还要约 {n} 分钟', 'about {n} minutes left'], almost: ['马上就好', 'nearly done'],
  cancel: ['停下', 'Stop'], cancel_note: ['已登记的行不受影响。', 'Rows already registered stay.'], may_leave: ['可以离开这一页，办完在这里看结果。', 'You may leave this page; the result will be here.'], results: ['逐行结果', 'Row by row'], all: ['全部', 'All'], settled: ['办成', 'Settled'], failed: ['没办成', 'Failed'], pending: ['工作人员在办', 'With an officer'], bad_rows: ['有问题的行', 'Rows with problems'], good: ['可办', 'Good'], bad: ['有问题', 'Problem'], row_none: ['没有这样的行', 'No such rows'],
  down_results: ['下载全部结果', 'Download results'], down_failures: ['只下载没办成的', 'Download failures only'], redo: ['改好失败的行再传', 'Upload the corrected failures'], redo_note: ['只会重办没办成的行，不会重复登记。', 'Only failures are taken again; nothing is registered twice.'],
} as const

export const { t, w, language } = use_words(unit_words)
export type UnitWord = keyof typeof unit_words
