import type { Dictionary } from '../shared/words'

/** Sentences of the administrator's pages. */
export const admin_words = {
  'agencies.title': ['服务机构', 'Agencies'], 'agencies.more': ['再看一些机构', 'Show more agencies'], 'agencies.new': ['新增机构', 'Add an agency'], 'agencies.change': ['改机构信息', 'Change the agency'], 'agencies.areas': ['按地区', 'By area'], 'agencies.province': ['山东省', 'Shandong'],
  'agencies.empty': ['这个地区还没有机构', 'No agency in this area'], 'agencies.empty_next': ['点“新增机构”添加。', 'Add one with the button above.'], 'agencies.name': ['名称', 'Name'], 'agencies.level': ['层级', 'Level'], 'agencies.address': ['地址', 'Address'],
  'agencies.phone': ['电话', 'Phone'], 'agencies.hours': ['办公时间', 'Hours'], 'agencies.mine': ['本单位', 'yours'],
  'level.province': ['省', 'Province'], 'level.city': ['市', 'City'], 'level.county': ['县区', 'County'], 'level.township': ['街道乡镇', 'Township'], 'level.village': ['社区村', 'Village'],
  'staff.title': ['人员', 'Staff'], 'staff.new': ['新增人员', 'Add an officer'], 'staff.change': ['改{name}的信息', 'Change {name}'], 'staff.search': ['姓名或用户名', 'Name or user'], 'staff.empty': ['没有找到人员', 'No officers found'], 'staff.empty_next': ['换个地区或名字再找。', 'Try another area or name.'],
  'staff.name': ['姓名', 'Name'], 'staff.user': ['用户名', 'User name'], 'staff.agency': ['所在机构', 'Agency'], 'staff.agency_area': ['先选地区', 'Area first'], 'staff.duties': ['职责', 'Duties'], 'staff.seen': ['最近登录', 'Last seen'], 'staff.active': ['账号', 'Account'], 'staff.is_active': ['在用', 'Live'], 'staff.is_stopped': ['停用', 'Stopped'], 'staff.renew': ['重发密码和密钥', 'New password and code'], 'staff.renew_what': ['原来的密码和动态码马上失效，首次登录要改密码。', 'The old ones stop at once; the password is changed at the first sign-in.'], 'staff.renew_sure': ['马上重发', 'Send new ones now'], 'staff.renew_not': ['不重发', 'Keep the old ones'],
  'staff.create': ['创建账号', 'Create the account'],
  'duty.window': ['窗口', 'Window'], 'duty.window_means': ['受理和办结', 'accept and decide'], 'duty.adviser': ['咨询', 'Adviser'], 'duty.adviser_means': ['回答政策问题', 'answer questions of policy'], 'duty.check': ['核查', 'Checks'], 'duty.check_means': ['核查书面承诺', 'check commitments'],
  'duty.manager': ['主管', 'Manager'], 'duty.manager_means': ['看时限和评价', 'see clocks and evaluations'], 'duty.admin': ['管理', 'Administrator'], 'duty.admin_means': ['管网点和人员', 'agencies and staff'], 'duty.merge': ['合并', 'Merge'], 'duty.merge_means': ['合并重复档案', 'merge duplicate files'],
  'duty.policy': ['政策', 'Policy'], 'duty.policy_means': ['维护事项和规则', 'items and rules'],
  'secrets.title': ['{name}的账号', 'Account of {name}'], 'secrets.once': ['只显示这一次。请当面交给本人。', 'Shown only once. Hand it over in person.'], 'secrets.password': ['首次密码', 'First password'], 'secrets.totp': ['动态码密钥', 'Code secret'], 'secrets.uri': ['验证器链接', 'Authenticator link'], 'secrets.handed': ['已交给本人', 'Handed over'],
  'outbox.title': ['短信', 'Messages'], 'outbox.what': ['接通短信网关前，消息都先放在这里。', 'Kept here until a gateway is configured.'], 'outbox.empty': ['还没有短信', 'No messages yet'], 'outbox.at': ['时间', 'When'], 'outbox.phone': ['手机', 'Phone'], 'outbox.text': ['内容', 'Text'], 'outbox.state': ['状态', 'State'],
  'outbox.state_shown': ['在此查看', 'Shown here'], 'outbox.state_code': ['验证码，不进档案', 'Code, in no file'], 'outbox.state_sent': ['已发', 'Sent'], 'outbox.state_failed': ['没发出', 'Failed'],
  'reads.title': ['谁看过档案', 'Who looked'], 'reads.what': ['每次打开都有一行，本人也能看到。', 'One line for each opening; the person sees it too.'], 'reads.by': ['谁看的', 'By'], 'reads.anybody': ['所有人', 'Anybody'], 'reads.empty': ['还没有人打开过档案', 'No file has been opened yet'], 'reads.at': ['时间', 'When'], 'reads.whose': ['谁的档案', 'Whose file'], 'reads.purpose': ['本人读到的说明', 'What the person reads about it'],
} satisfies Dictionary as Dictionary
