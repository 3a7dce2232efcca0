#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "records/catalog/ruled.hpp"
#include "records/reference/calendar.hpp"

namespace leye::catalog {

inline const std::vector<std::string_view> field_types = {"text",  "long_text",     "date",            "choice", "choices", "boolean", "area",
                                                          "phone", "document_type", "document_number", "uscc",   "integer", "name"};
/// How an item is offered.
inline const std::vector<std::string_view> offered_channels = {"web", "phone", "window", "hotline", "kiosk"};
/// What a case can be about that nobody fills a form for: what was found about somebody from data.
inline const std::vector<std::string_view> beginners = {"finding"};
/// What a decision table may say.
inline const std::vector<std::string_view> outcomes = {"settle", "commit", "correct", "review", "refuse"};

struct Option {
    std::string value;
    Words label;
};

struct ShownIf {
    std::string field, equals;
};

/// One question of an item's form.
struct Field {
    std::string name;
    std::string type;  ///< one of field_types
    Words label, hint;
    bool required = false;
    std::vector<Option> options;     ///< of choice, choices and document_type
    std::string known_from;          ///< the fact that fills it, so that nobody is asked for it
    std::optional<ShownIf> shown_if;  ///< asked only where another field has this value
    std::string asked_if;            ///< the fact that must be true for it to be asked; empty: always
    bool fixed = false;              ///< said by what begins the case, and mended by nobody
    int length_max = 200;            ///< characters
};

/// Within how many days an item is settled when it is not settled at once.
struct Promise {
    int days = 0;
    reference::DayKind unit = reference::DayKind::working;
    bool at_once = false;
};

/// The written commitment that stands in for a missing proof (劳动者书面承诺), and when it is checked.
struct Commitment {
    Words text;
    int check_days = 0;
    reference::DayKind check_unit = reference::DayKind::natural;
};

/// A first contact that a settled case promises: within how many days, and on which decisions.
struct ContactPromise {
    int days = 0;
    reference::DayKind unit = reference::DayKind::working;
    std::vector<std::string> reasons;  ///< codes of the item's reasons
};

/// A plain guide (办事指南, row 14.2).
struct Guide {
    Words who, result, fee, where, time;
    std::vector<Words> steps, bring;
    std::vector<std::string> law;
};

struct NoLongerAsked {
    Words name, why;
};

/// One version of a service item (事项), as its file in catalog/items says. Invariant: what it names exists.
struct Item : Ruled {
    int annex = 0;                         ///< which of the ten free services, 1 to 10
    std::string audience;                  ///< person, employer or anybody
    std::string begun_by;                  ///< one of `beginners` where a case begins with what it is about; empty: with its form
    std::vector<std::string> channels;     ///< web, phone, window, hotline, kiosk
    Promise promised;
    std::vector<Field> fields;
    std::string effect;                    ///< what a settled case does to the records
    bool answered = false;                 ///< a question that an adviser answers
    bool certificate = false;
    std::optional<Commitment> commitment;
    std::optional<ContactPromise> contact;
    Guide guide;
    std::vector<NoLongerAsked> no_longer_asked;
    std::map<std::string, std::string> letters;  ///< event → letter
    std::vector<std::string> opens;              ///< items that a settled case opens next

    const Field* find_field(std::string_view field) const;
    bool offers(std::string_view channel) const;
};

/// What is decided about as an item; nullptr where it is a determination.
inline const Item* as_item(const Ruled& ruled) { return ruled.has_form ? static_cast<const Item*>(&ruled) : nullptr; }

}  // namespace leye::catalog
