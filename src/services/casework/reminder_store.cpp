#include "services/casework/reminder_store.hpp"

namespace leye::casework {
namespace {

std::vector<Reminder> read_reminders(store::Rows rows) {
    std::vector<Reminder> out;
    while (rows.next())
        out.push_back({rows.get<CaseId>(0), rows.get<std::string>(1), rows.get<std::string>(2), rows.get<std::optional<party::PersonId>>(3), rows.get<Date>(4)});
    return out;
}

}  // namespace

std::vector<Reminder> list_checks_untold(store::Connection& c, std::string_view letter, Date from, Date until, int limit) {
    return read_reminders(c.query(
        "select f.id, f.number, f.item, f.person_id, m.check_due_on from commitment m join case_file f on f.id = m.case_id where m.state = ? and "
        "m.check_due_on >= ? and m.check_due_on < ? and not exists (select 1 from case_reminder r where r.case_id = m.case_id and r.letter = ?) "
        "order by m.check_due_on limit ?",
        CommitmentState::open, from, until, letter, limit));
}

std::vector<Reminder> list_waiting_untold(store::Connection& c, std::string_view letter, Date until, int limit) {
    return read_reminders(c.query(
        "select f.id, f.number, f.item, f.person_id, f.due_on from case_file f where f.closed_at is null and (f.state + 0) = ? and f.due_on < ? and "
        "not exists (select 1 from case_reminder r where r.case_id = f.id and r.letter = ?) order by f.due_on limit ?",
        State::awaiting_correction, until, letter, limit));
}

bool note_reminder(store::Transaction& tx, const CaseId& id, std::string_view letter, Instant now) {
    return tx.execute("insert into case_reminder (case_id, letter, at) values (?, ?, ?) on conflict (case_id, letter) do nothing", id, letter, now) == 1;
}

}  // namespace leye::casework
