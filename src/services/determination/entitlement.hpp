#pragma once
#include <string>
#include <vector>

#include "records/catalog/determination.hpp"

/// «What can I get»: every entitlement for one set of facts, why or why not, and what would change it (rows 15.3, 16.1).
namespace leye::determination {

/// How near somebody is to an entitlement.
enum class Standing {
    granted,  ///< entitled now
    near,     ///< one thing away that the person or time can change
    review,   ///< an officer has to look
    no
};
std::string_view name_of(Standing s);

/// One fact that would have to be another.
struct Step {
    std::string name;
    json::Value from, to;
};
/// Facts that would make it an entitlement; asked of all tables before it is told.
struct Way {
    std::vector<Step> steps;
    std::optional<catalog::Amount> amount;
};

/// What another determination said that this one looked at.
struct Because {
    const catalog::Determination* determination;
    catalog::Determined said;
};

struct Entitlement {
    const catalog::Determination* determination;
    catalog::Determined said;
    Standing standing = Standing::no;
    std::vector<std::string> facts;    ///< that the row which held asks about, and those its sentence names
    std::vector<Because> because;
    std::vector<Way> ways;             ///< nearest first; empty where it is granted
    std::vector<std::string> missing;  ///< facts that nobody knows and that the answer hangs on
};

/// Asks every entitlement in force. in: `facts` by the names of catalog::determination_fact_names. out: those granted first, then the
/// near ones. Fails: as catalog::determine. Cost: some milliseconds for each that is not granted.
Result<std::vector<Entitlement>> list_entitlements(const catalog::Catalog& catalog, const json::Object& facts, Instant now);

}  // namespace leye::determination
