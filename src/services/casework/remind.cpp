#include "services/casework/remind.hpp"

#include "records/party/merge.hpp"
#include "records/party/person.hpp"
#include "services/casework/reminder_store.hpp"
#include "services/casework/settle.hpp"

namespace leye::casework {
namespace {

void remind(party::Context& at, const Office& office, const Reminder& about, std::string_view letter) {
    if (!note_reminder(at.tx, about.id, letter, at.now) || !about.person) return;
    const auto id = party::resolve(at.tx, *about.person);
    const auto person = id ? party::find_person(at.tx, at.seal, *id) : std::nullopt;
    if (!person || person->phone.empty()) return;
    const auto* text = office.catalog->find_letter(letter);
    expect(text != nullptr, "the catalogue has the letters of reminders");
    const auto* item = office.catalog->find_item(about.item, at.now.date());
    office.messenger.send(at, {person->phone, person->id, person->area},
                          catalog::filled(text->text.zh, {{"item", item ? item->name.zh : about.item}, {"number", about.number}, {"due_on", spoken(about.due_on)}, {"name", person->name}}));
}

}  // namespace

bool is_reminder_hour(Instant now) {
    const int64_t hour = (now.ms() - Instant::start_of(now.date()).ms()) / 3'600'000;
    return hour >= reminders_from_hour && hour < reminders_until_hour;
}

int send_reminders(party::Context& at, const Office& office, int most) {
    const Date today = at.now.date();
    const auto checks = list_checks_untold(at.tx, "check_due", today, today + (check_notice_days + 1), most);
    for (const auto& one : checks) remind(at, office, one, "check_due");
    const int left = most - static_cast<int>(checks.size());
    const auto waiting = list_waiting_untold(at.tx, "case_reminder", today + (promise_notice_days + 1), left);
    for (const auto& one : waiting) remind(at, office, one, "case_reminder");
    return static_cast<int>(checks.size() + waiting.size());
}

}  // namespace leye::casework
