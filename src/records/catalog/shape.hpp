#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/hints.hpp"
#include "base/json.hpp"
#include "records/catalog/catalog.hpp"

/// JSON shapes of services and items, as /v1 sends them; the OpenAPI description and the client's types are made from them.
namespace leye::catalog {

struct PromiseShape {
    int days = 0;
    std::string unit;  ///< working or natural
    bool at_once = false;
};
BOOST_DESCRIBE_STRUCT(PromiseShape, (), (days, unit, at_once))
inline json::Hints hints_of(const PromiseShape*) { return {{"unit", json::one_of({"working", "natural"})}}; }

struct ItemSummaryShape {
    std::string code;
    int version = 1;
    Words name, summary;
    int annex = 0;
    std::string audience;
    std::optional<std::string> begun_by;  ///< what a case begins with where not with a form
    std::vector<std::string> channels;
    PromiseShape promised;
    bool online = false;  ///< from beginning to end without a visit
    bool window = false;
};
BOOST_DESCRIBE_STRUCT(ItemSummaryShape, (), (code, version, name, summary, annex, audience, begun_by, channels, promised, online, window))
inline json::Hints hints_of(const ItemSummaryShape*) {
    return {{"audience", json::one_of({"person", "employer", "anybody"})}, {"begun_by", json::one_of(beginners)}, {"channels", json::one_of(offered_channels)}};
}

struct OptionShape {
    std::string value;
    Words label;
};
BOOST_DESCRIBE_STRUCT(OptionShape, (), (value, label))

struct ShownIfShape {
    std::string field, equals;
};
BOOST_DESCRIBE_STRUCT(ShownIfShape, (), (field, equals))

struct FieldShape {
    std::string name, type;
    Words label, hint;
    bool required = false;
    std::optional<bool> fixed;  ///< true where nobody fills it in
    std::vector<OptionShape> options;
    std::optional<ShownIfShape> shown_if;
    std::optional<std::string> known_from;
    int length_max = 0;
};
BOOST_DESCRIBE_STRUCT(FieldShape, (), (name, type, label, hint, required, fixed, options, shown_if, known_from, length_max))
inline json::Hints hints_of(const FieldShape*) { return {{"type", json::one_of(field_types)}}; }

struct GuideShape {
    Words who;
    std::vector<Words> steps, bring;
    Words result, fee, where;
    std::vector<std::string> law;
    Words time;
};
BOOST_DESCRIBE_STRUCT(GuideShape, (), (who, steps, bring, result, fee, where, law, time))

struct CommitmentTermsShape {
    Words text;
    int check_days = 0;
    std::string check_unit;
};
BOOST_DESCRIBE_STRUCT(CommitmentTermsShape, (), (text, check_days, check_unit))
inline json::Hints hints_of(const CommitmentTermsShape*) { return {{"check_unit", json::one_of({"working", "natural"})}}; }

struct NoLongerAskedShape {
    Words name, why;
};
BOOST_DESCRIBE_STRUCT(NoLongerAskedShape, (), (name, why))

struct ItemShape : ItemSummaryShape {
    std::vector<std::string> clauses;
    std::vector<FieldShape> fields;
    GuideShape guide;
    std::optional<CommitmentTermsShape> commitment;
    std::vector<NoLongerAskedShape> no_longer_asked;
    bool certificate = false;
    std::vector<std::string> opens;
    Date in_force_from;
};
BOOST_DESCRIBE_STRUCT(ItemShape, (ItemSummaryShape), (clauses, fields, guide, commitment, no_longer_asked, certificate, opens, in_force_from))

struct AnnexServiceShape {
    int annex = 0;
    Words name, summary;
    std::vector<ItemSummaryShape> items;  ///< open today; empty where none is
};
BOOST_DESCRIBE_STRUCT(AnnexServiceShape, (), (annex, name, summary, items))

ItemSummaryShape summary_of(const Item& item);
ItemShape shape_of(const Item& item);
/// The ten services with the items in force on the day.
std::vector<AnnexServiceShape> list_services(const Catalog& catalog, Date on);
/// Items in force on the day; only those that `channel` takes where it is not empty.
std::vector<ItemSummaryShape> list_summaries(const Catalog& catalog, Date on, std::string_view channel);

/// Which of the two published catalogues (row 14.2).
enum class Published { window, online };
/// 《公共就业服务现场办理项目目录》 or 《公共就业服务网上办理事项目录》 as rows, the first of them the headings; made from
/// the items in force. law: 6号文(十四).
std::vector<std::vector<std::string>> published_rows(const Catalog& catalog, Published which, Date on);
std::string title_of(Published which);

/// The codes an officer may choose for an outcome, settle or refuse, with their sentences.
std::vector<OptionShape> officer_reasons(const Item& item, std::string_view outcome);

}  // namespace leye::catalog
