#pragma once
#include <set>
#include <span>

#include "edge/routes/house.hpp"
#include "records/party/party.hpp"
#include "records/status/status.hpp"
#include "services/casework/case.hpp"

/// The one place that decides what staff may read of people and units, and the one that records it (row 11.1): every
/// route that shows staff such data asks here first and records here before anything is shown.
namespace leye::routes {

/// How long a case that was handled is still a task.
inline constexpr int64_t task_ms = int64_t{7} * 86'400'000;

/// Whether staff may read the case: by a duty that opens files and a task (a case in the province's queue or of the own
/// area for window work, a question for advisers, a commitment or any case of the own area for who checks or oversees
/// there, a case one has or has just handled), else by a reason. in: `question` says that an adviser answers it; `reason`
/// as typed, or empty. Fails: duty_missing, read_needs_reason. Cost: no SQL. law: 个人信息保护法 6.
Result<void> may_read_case(const party::Actor& staff, const casework::Case& c, bool question, std::string_view reason, Instant now);
/// Whether staff may read what a unit handed in: window work in the own area, elsewhere with a reason.
/// Fails: duty_missing, read_needs_reason.
Result<void> may_read_unit(const party::Actor& staff, const party::Employer& employer, std::string_view reason);

/// Whether a handler who is not confirmed may not learn from the roll whom the employment is of: it was registered before
/// they began to act. in: `known_since` as Session::unchecked_since gives it. Cost: at most one statement.
bool is_hidden(store::Connection& c, const status::Spell& employment, std::optional<Instant> known_since);

/// Whom a case tells about: its person, or the worker whom a unit's case names, where there is a file.
/// Cost: none for a person's case, else ≤ 2 statements.
std::vector<party::PersonId> list_subjects(store::Connection& c, const seal::Seal& seal, const casework::Case& found);

/// One reading, in the words that the person or the unit reads.
struct Seen {
    std::vector<party::PersonId> persons;
    std::optional<party::EmployerId> employer;
    std::string case_number;
    std::string person_words, unit_words;
};
/// Of a case, or of its certificate.
Seen seen_case(House& house, store::Connection& c, const casework::Case& found, std::string_view reason, bool certificate = false);
/// Of a unit: `phrase` names what was seen of it, `person_phrase` what of each of `persons`.
Seen seen_unit(House& house, const party::Employer& employer, std::string_view phrase, std::string_view person_phrase, const std::set<party::PersonId>& persons, std::string_view reason);
/// Records it in the logs that people and units read, and in the journal. Of a case that is nobody's, in the journal.
void record_seen(party::Context& at, const Seen& seen);

}  // namespace leye::routes
