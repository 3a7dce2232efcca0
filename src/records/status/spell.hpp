#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "records/party/context.hpp"

namespace leye::status {

using SpellId = Id<struct SpellTag>;

/// What a person is during a spell.
enum class Kind { employed = 1, flexible = 2, unemployed = 3 };
std::string_view name_of(Kind kind);  ///< "employed", "flexible", "unemployed"
std::optional<Kind> find_kind(std::string_view name);

/// One version of one spell of employment, flexible work or unemployment. It is true from `from` up to but
/// not including `until` (open-ended where empty), and was believed from `learnt_at` up to but not including
/// `superseded_at`. Versions are never changed: a correction adds a version with the same `id` and closes the
/// belief in the old one. Invariants: from < until; employer exactly where employed.
struct Spell {
    SpellId id;              ///< of the spell, the same in all its versions
    int version = 1;         ///< 1 for the first
    party::PersonId person;  ///< the file it was written under; merges do not move it
    Kind kind = Kind::unemployed;
    std::optional<party::EmployerId> employer;
    Date from;
    std::optional<Date> until;
    json::Object details;     ///< contract kind, end reason, …
    std::string case_number;  ///< of the case that wrote this version; empty where none did
    std::string source;       ///< who said so: "person", "employer", "staff", "insurance", "import"
    Instant learnt_at;
    std::optional<Instant> superseded_at;
    bool retracted =
        false;  ///< this version says that the spell never was; `from` and `until` are the last ones believed
    bool withdrawn = false;  ///< the case that opened it says so no longer, whatever others said of it

    bool is_believed() const { return !retracted && !withdrawn; }
    Period period() const { return {from, until}; }
};

/// What is told about a new spell.
struct NewSpell {
    party::PersonId person;
    Kind kind = Kind::unemployed;
    std::optional<party::EmployerId> employer;
    Date from;
    std::optional<Date> until;
    json::Object details;
    std::string case_number;
    std::string source;
};

/// What a correction says; empty fields stay as believed before. `open_end` takes an end away.
struct Correction {
    std::optional<Kind> kind;
    std::optional<party::EmployerId> employer;
    std::optional<Date> from, until;
    bool open_end = false;
    std::optional<json::Object> details;
};

}  // namespace leye::status
