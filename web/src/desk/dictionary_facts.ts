import type { Dictionary } from '../shared/words'

/** Sentences of what other departments hand over. */
export const facts_words = {
  'menu.facts': ['数据来源', 'Data sources'], 'duty.data': ['数据', 'Data'], 'duty.data_means': ['导入和撤回外部门数据', 'data of other departments'],
  'facts.title': ['数据来源', 'Data sources'], 'facts.what': ['各部门交来的数据，按目录写明的用途使用。先看清楚再导入，导错了能整批撤回。', 'What other departments hand over, used for the purpose written down. Look first, then import; a wrong batch is taken back as a whole.'],
  'facts.source': ['来源', 'Source'], 'facts.purpose': ['用途', 'Purpose'], 'facts.newest': ['最新数据', 'Newest'], 'facts.hand_over': ['交来文件', 'Hand over'], 'facts.upload': ['上传文件', 'Upload a file'], 'facts.no_sources': ['目录里没有数据来源', 'The catalogue has no sources'],
  'facts.never': ['还没有', 'Never'], 'facts.month': ['{month}', '{month}'], 'facts.late': ['该来没来', 'Late'], 'fact_every.month': ['每月', 'every month'], 'fact_every.quarter': ['每季度', 'every quarter'], 'fact_every.year': ['每年', 'every year'], 'fact_every.seldom': ['不定期', 'now and then'],
  'facts.reading': ['正在看{name}', 'Looking through {name}'], 'facts.file': ['文件', 'File'], 'facts.read_as': ['{lines}行，{encoding}，{form}', '{lines} lines, {encoding}, {form}'],
  'facts.columns': ['列', 'Columns'], 'facts.not_read': ['不认得，不读', 'not known, not read'], 'facts.first': ['前{n}行试读', 'The first {n} rows, tried'], 'facts.bad_next': ['有问题的行不写入，其余照常写入。结果文件逐行说明原因。', 'Lines with a fault are not taken, the others are. The result file tells each reason.'],
  'facts.preview': ['预览', 'Preview'], 'facts.line': ['行', 'Line'], 'facts.check': ['试读', 'Check'], 'facts.given_by': ['交来部门', 'Given by'], 'facts.import': ['导入', 'Import'], 'facts.give_up': ['不导入', 'Do not import'],
  'facts.waiting': ['排队中', 'Waiting'], 'fact_stage.looking': ['通读文件', 'Looking through'], 'fact_stage.people': ['准备人员索引', 'Getting people ready'], 'fact_stage.reading': ['读取和核对', 'Reading and checking'], 'fact_stage.facts': ['写入', 'Taking rows'], 'fact_stage.undo': ['撤回', 'Taking back'], 'facts.far': ['{done} / {total}行', '{done} of {total} rows'], 'facts.left': ['约剩{n}秒', 'about {n} s left'],
  'facts.done': ['第{n}批已导入', 'Batch {n} is imported'], 'facts.undone': ['已撤回，撤回记录是第{n}批', 'Taken back, as batch {n}'], 'facts.known_before': ['内容和第{n}批完全一样，不会重复写入', 'Batch {n} holds exactly this; it is not taken twice'],
  'facts.counts': ['共{rows}行：写入{taken}，更正{replaced}，早已有{known}，撤销{retracted}，未写入{refused}', '{rows} rows: {taken} taken, {replaced} corrected, {known} known, {retracted} retracted, {refused} refused'],
  'facts.failed': ['系统出错，没有写入', 'The system failed; nothing was taken'], 'facts.failed_next': ['请稍后再上传一次。', 'Upload it again later.'], 'facts.result': ['逐行结果', 'Line by line'], 'facts.result_refused': ['未写入的行', 'Refused lines'],
  'facts.ledger': ['数据台账', 'Ledger'], 'facts.ledger_what': ['谁在什么时候、为什么用途交来了什么，哪些被撤回。', 'Who gave what, when and for which purpose, and what was taken back.'], 'facts.all': ['全部来源', 'All sources'], 'facts.empty': ['还没有数据', 'No batches yet'], 'facts.empty_next': ['从数据来源上传第一个文件。', 'Upload the first file at a source.'],
  'facts.batch': ['批次', 'Batch'], 'facts.batch_n': ['第{n}批', 'Batch {n}'], 'facts.lines': ['结果', 'Result'], 'facts.do': ['办理', 'Do'], 'facts.redo': ['重做未找到的人', 'Redo unknown people'], 'facts.undo': ['撤回', 'Take back'], 'facts.by_system': ['监视文件夹或命令行', 'watched folder or command line'],
  'facts.undo_title': ['撤回第{n}批', 'Take batch {n} back'], 'facts.undo_what': ['这批写入的不再算数，被它更正的恢复原样。记录都保留。', 'What it told holds no longer, what it had corrected holds again. Every record is kept.'], 'facts.undo_why': ['撤回原因', 'Why'], 'facts.undo_hint': ['如：对方给错了月份', 'e.g. the wrong month was sent'], 'facts.undone_by': ['已被第{n}批撤回', 'taken back by batch {n}'], 'facts.undoes': ['撤回第{n}批', 'takes batch {n} back'],
  'fact_state.loading': ['正在写入', 'Being written'], 'fact_state.done': ['已生效', 'In force'], 'fact_state.broken': ['中断，已清理', 'Broke off'],
} satisfies Dictionary as Dictionary
