#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "records/party/context.hpp"
#include "records/party/employer.hpp"
#include "records/party/person.hpp"
#include "records/status/status.hpp"

namespace leye::casework {

/// One thing the records know, which nobody is asked for again (6号文(十六), row 16.1).
struct KnownFact {
    std::string_view name;    ///< as decision tables and `known_from` of fields call it; catalog/README.md lists them
    json::Value value;   ///< text, integer, boolean or a date as text
    std::string_view source;  ///< key behind "source_" of the phrases: register, document, file, rule
    std::optional<Date> learnt_on;
};

/// A person's spells as a case finds them: as believed now, with what the case itself said of them left out.
struct FoundSpells {
    std::vector<status::Spell> spells;   ///< newest beginning first
    std::vector<status::Spell> history;  ///< every version of each, where something had to be left out; else empty
    /// What `status::put_claim` goes by.
    const std::vector<status::Spell>& versions() const { return history.empty() ? spells : history; }
};
/// in: `case_number` is empty for a case that has said nothing yet.
FoundSpells find_spells(store::Connection& c, party::PersonId person, std::string_view case_number);

/// Facts about one person at one time: what the documents, the file and the spells say.
struct PersonFacts {
    party::Person person;
    FoundSpells found;
    std::vector<KnownFact> known;

    /// The value of a fact, null where it is not known.
    json::Value get(std::string_view name) const;
};

/// Reads what the records know about a person, documents left out. in: `now` is the day asked about; work that begins later
/// is no work yet. Cost: 4 statements.
PersonFacts gather_person(store::Connection& c, const seal::Seal& seal, const reference::Reference& reference, party::PersonId person, Instant now,
                          std::string_view without_case = {});

/// Whether a fact names somebody: it is no input of a rule and does not go into the record of the decision.
inline bool is_private(std::string_view name) { return name == "name" || name == "phone" || name == "document_number" || name == "worker_name"; }

/// What a decision table is given: the records' facts, then the values filled in, then `today` and `commitment`.
/// A fact that is not known is null.
/// in: `memory` is where the object is built.
json::Object decision_facts(const PersonFacts* person, const party::Employer* employer, const json::Object& values, bool commitment, Date today,
                            const json::Memory& memory = {});

/// Facts about a worker an employer registers: age, retirement, an open employment with this employer.
struct WorkerFacts {
    std::optional<party::PersonId> person;  ///< whose document it is; empty where there is no file yet
    FoundSpells found;
    std::vector<KnownFact> known;
};
/// Whether the worker's file is kept for the transaction, as `party::hold_persons` does.
enum class Hold { no, yes };
WorkerFacts gather_worker(store::Connection& c, const seal::Seal& seal, const reference::Reference& reference, party::EmployerId employer,
                          const json::Object& values, Instant now, std::string_view without_case = {}, Hold hold = Hold::no);

}  // namespace leye::casework
