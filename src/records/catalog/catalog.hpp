#pragma once
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "records/catalog/item.hpp"

namespace leye::reference {
class Reference;
}
namespace leye::feel {
struct DecisionTable;
}
namespace leye::table {
struct Proof;
}

namespace leye::catalog {

/// A message to a person, by name; {placeholders} are filled in when it is sent.
struct Letter {
    std::string name;
    Words text;
};

/// The sentence and the next step behind a refusal code, and its HTTP status.
struct RefusalText {
    std::string code;
    int status = 422;
    Words detail, next;
    std::string clause;
};

/// One of the ten free services of the annex.
struct AnnexService {
    int annex = 0;
    Words name, summary;
};

/// What a rule answered.
struct Decided {
    std::string outcome;  ///< settle, commit, correct, review or refuse
    std::string reason;   ///< code of one of the item's reasons
    std::string field;    ///< the field at fault; may be empty
    std::string clause;
    Words sentence;
    std::string table, table_version;  ///< the table's file and the first digits of its content's hash
    int rule = 0;                      ///< from 1
    std::span<const std::string> inputs;  ///< names of the facts the table looked at; the catalogue's
};

struct Rules;
struct Determination;
struct PublishedVersion;

/// Everything under catalog/ but the code lists, checked as a whole. Immutable, safe for many threads.
class Catalog {
  public:
    Catalog();
    Catalog(Catalog&&) noexcept;
    Catalog& operator=(Catalog&&) noexcept;
    ~Catalog();

    /// Reads the folder. out: every fault as a sentence «file:line: …» in `faults`; with faults the catalogue is not to
    /// be used. in: `effects` are the names that items may use.
    /// Cost: some 30 ms.
    static Catalog load(const std::string& catalog_dir, const reference::Reference& reference, const std::vector<std::string_view>& effects,
                        std::vector<std::string>& faults);
    /// This catalogue with versions that were published while it was in use. out: as `load`; each table is read and proved as
    /// the folder's are. in: by item and version. Cost: some 2 ms for each table.
    Catalog with(const std::vector<PublishedVersion>& published, std::vector<std::string>& faults) const;

    /// The version of the item in force on that day; nullptr where there is none.
    const Item* find_item(std::string_view code, Date on) const;
    /// One version, in force or not; Bug where the catalogue never had it.
    const Item& get_item(std::string_view code, int version) const;
    /// nullptr where the catalogue never had it.
    const Item* find_version(std::string_view code, int version) const;
    /// An item or a determination: what has a decision table. Codes of the two differ.
    /// The version in force on that day; nullptr where there is none.
    const Ruled* find_ruled(std::string_view code, Date on) const;
    /// nullptr where the catalogue never had it.
    const Ruled* find_ruled(std::string_view code, int version) const;
    /// The newest version in force of each: items in the order of the annex, then determinations in that in which they are asked.
    std::vector<const Ruled*> list_ruled(Date on) const;
    /// Every version by number, past, present and to come, without those that were withdrawn.
    std::vector<const Ruled*> list_versions(std::string_view code) const;
    /// The newest version in force of each item, in the order of the annex.
    std::vector<const Item*> list_items(Date on) const;
    /// The newest version in force of each determination, each behind those whose outcome it looks at.
    std::vector<const Determination*> list_determinations(Date on) const;
    /// The version in force on that day; nullptr where there is none.
    const Determination* find_determination(std::string_view code, Date on) const;
    /// One version, in force or not; nullptr where the catalogue never had it.
    const Determination* find_determination(std::string_view code, int version) const;
    const std::vector<AnnexService>& services() const;
    const Letter* find_letter(std::string_view name) const;
    const RefusalText* find_refusal(std::string_view code) const;

    /// Checks what somebody filled in: types, required fields, choices, lengths, dates, areas (retired ones too), numbers.
    /// out: the values normalised, without fields that are not shown. Fails: the first fault, the others in `also`.
    Result<json::Object> check_values(const Item& item, const json::Object& values, const reference::Reference& reference, Date today) const;
    /// The decision table, as text and parsed. in: an item or determination of this catalogue or of one that it was made from.
    const Rules& get_rules(const Ruled& ruled) const;
    /// Asks the item's decision table. Fails: rule_undecided where no row holds (`leye check` keeps such a table out), table_costly
    /// where the case takes more than case_steps_max, ten times what an example may take.
    Result<Decided> decide(const Item& item, const json::Object& facts, Instant now) const;
    /// Names of the facts that an item's rule looks at or its sentences name. Where somebody lives is never among them (row 1.2).
    std::vector<std::string> list_inputs(const Item& item) const;
    /// Runs the table cases beside every decision table. out: failures as sentences with file and line; `ran` counts.
    std::vector<std::string> run_cases(Instant now, int& ran) const;
    /// Proves every table anew and calls `visit` with each and its item or determination. Cost: milliseconds a table.
    void prove_tables(const std::function<void(const Ruled&, const feel::DecisionTable&, const table::Proof&)>& visit) const;

  private:
    struct Content;
    std::unique_ptr<Content> content_;
};

}  // namespace leye::catalog
