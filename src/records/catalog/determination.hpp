#pragma once
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "records/catalog/catalog.hpp"
#include "records/catalog/fact.hpp"
#include "records/catalog/ruled.hpp"

namespace leye::catalog {

/// What determinations are about; each has outcomes of its own.
inline const std::vector<std::string_view> determination_kinds = {"status", "household", "entitlement", "roster", "sign"};
/// What the tables of a kind may say; empty for a word that is no kind.
const std::vector<std::string_view>& outcomes_of(std::string_view kind);

/// One version of something decided about people from facts, without anybody asking: catalog/determinations.
/// Invariant: what it names exists, `rules` has its table, proved and with only names it knows.
struct Determination : Ruled {
    std::string kind;                            ///< one of determination_kinds
    std::vector<std::string> law;                ///< sources besides the clauses
    std::vector<std::string> after;              ///< determinations whose outcome is a fact of their code to this one
    bool kept = true;                            ///< what it finds stands as a finding; false: only other determinations look at it
    std::string item;                            ///< the item that starts what it finds; empty: none
    std::map<std::string, std::string> letters;  ///< event → letter
    std::shared_ptr<const Rules> rules;
};

/// What is decided about as a determination; nullptr where it is an item.
inline const Determination* as_determination(const Ruled& ruled) { return ruled.has_form ? nullptr : static_cast<const Determination*>(&ruled); }

/// Every fact that a profile has, which rules of determinations may look at; catalog/README.md explains each. Neither household
/// register nor residence is among them (row 1.2).
std::span<const FactName> determination_fact_names();

/// What an outcome is worth to a person.
struct Amount {
    int64_t yuan = 0;
    std::string per;            ///< once, month or loan
    std::optional<int> months;  ///< how many months are paid
};

/// What a determination's rule answered about one person.
struct Determined : Decided {
    Words change;                  ///< what would change it; may be empty
    std::string item;              ///< to be handed in next; empty: none
    std::optional<Amount> amount;
};

/// Asks the determination's table. in: `facts` by the names of determination_fact_names, and by the code of each determination in
/// `after` its outcome; those that are missing are null. Fails: as Catalog::decide.
Result<Determined> determine(const Determination& determination, const json::Object& facts, Instant now);
/// What the determination's table sees of a case: each name it looks at with its value, settings of the day included.
feel::Context context_of(const Determination& determination, const json::Object& facts, Instant now);
/// What the reason is worth for these facts; nothing where it has no amount or what it is reckoned from is not known.
std::optional<Amount> amount_of(const Determination& determination, const Reason& reason, const json::Object& facts, Instant now);

}  // namespace leye::catalog
