#pragma once
#include "edge/routes/finding_shape.hpp"
#include "services/determination/told_facts.hpp"

/// JSON shapes of «what can I get»; the OpenAPI description and the web client's types are made from them.
namespace leye::routes {

struct NamedFactShape {
    std::string name;
    Words label;
};
BOOST_DESCRIBE_STRUCT(NamedFactShape, (), (name, label))

/// A fact that was looked at.
struct SaidFactShape : NamedFactShape {
    Words shown, source;
};
BOOST_DESCRIBE_STRUCT(SaidFactShape, (NamedFactShape), (shown, source))

/// A fact as the page fills it in and takes its change.
struct AskedFactShape : SaidFactShape {
    std::string group, type;
    json::Value value;  ///< null where not known
    std::vector<catalog::OptionShape> options;
};
BOOST_DESCRIBE_STRUCT(AskedFactShape, (SaidFactShape), (group, type, value, options))
inline json::Hints hints_of(const AskedFactShape*) { return {{"group", json::one_of(determination::asked_groups)}, {"type", json::one_of({"date", "boolean", "number", "string"})}}; }

struct BecauseShape {
    std::string code;
    Words name, sentence;
    std::string clause;
};
BOOST_DESCRIBE_STRUCT(BecauseShape, (), (code, name, sentence, clause))

struct StepShape : NamedFactShape {
    Words from, to;
};
BOOST_DESCRIBE_STRUCT(StepShape, (NamedFactShape), (from, to))

struct WayShape {
    std::vector<StepShape> steps;
    std::optional<AmountShape> amount;
};
BOOST_DESCRIBE_STRUCT(WayShape, (), (steps, amount))

struct StartsShape {
    std::string item;
    Words name;
};
BOOST_DESCRIBE_STRUCT(StartsShape, (), (item, name))

struct EntitlementShape {
    std::string code;
    Words name, summary;
    std::string standing, reason_code;
    Words sentence;
    std::optional<Words> change;
    std::optional<AmountShape> amount;
    std::string clause;
    std::vector<std::string> law;
    std::string table, table_version;
    int rule = 0;
    std::vector<SaidFactShape> facts;
    std::vector<BecauseShape> because;
    std::vector<WayShape> ways;
    std::vector<NamedFactShape> missing;
    std::optional<StartsShape> starts;
};
BOOST_DESCRIBE_STRUCT(EntitlementShape, (), (code, name, summary, standing, reason_code, sentence, change, amount, clause, law, table, table_version, rule, facts, because, ways, missing, starts))
inline json::Hints hints_of(const EntitlementShape*) { return {{"standing", json::one_of({"granted", "near", "review", "no"})}}; }

struct EntitlementsShape {
    Date today;
    std::vector<AskedFactShape> facts;
    std::vector<EntitlementShape> policies;
};
BOOST_DESCRIBE_STRUCT(EntitlementsShape, (), (today, facts, policies))

struct ToldFactsShape {
    json::Object facts;
};
BOOST_DESCRIBE_STRUCT(ToldFactsShape, (), (facts))

}  // namespace leye::routes
