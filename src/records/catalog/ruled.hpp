#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "records/catalog/words.hpp"

namespace leye::feel {
struct Node;
}

namespace leye::catalog {

/// How surely a number is known: read in the law's text, on a page that quotes it, or only general knowledge to be verified.
inline const std::vector<std::string_view> marks = {"law", "page", "general"};

/// A limit or amount that changes by year or place, with the day from which it holds and where it is written.
struct Setting {
    std::string name;
    bool is_days = false;  ///< a number of days: rules see a duration
    int value = 0;
    Date from;
    std::string source;
    std::string mark;  ///< one of `marks`; empty where nothing is said
};

/// A number that sentences and amounts name and that is worked out for each case: «months_needed - insured_months».
struct Figure {
    std::string name, is;                        ///< `is` in FEEL
    std::shared_ptr<const feel::Node> expression;
    std::vector<std::string> names;              ///< facts and settings it looks at
};

/// How an amount is paid; `loan`: a ceiling of what is to be paid back.
inline const std::vector<std::string_view> payments = {"once", "month", "loan"};

/// What an outcome is worth: yuan, as a setting or a figure says, once, each month or as a loan.
struct AmountRule {
    std::string of;      ///< setting or figure
    std::string per;     ///< one of `payments`
    std::string months;  ///< of `month`: setting or figure with the number of months; empty: not limited
};

/// A coded reason for a decision: by rule, or chosen by an officer where `by_officer`.
struct Reason {
    std::string code;
    std::string outcome;  ///< one of those its kind has
    Words sentence;
    Words change;         ///< what would change the outcome; may be empty
    std::string clause;
    bool by_officer = false;
    std::string item;  ///< the item to hand in because of it; empty: none
    std::optional<AmountRule> amount;
};

/// A name that rules may use.
struct NameInRules {
    std::string_view type;    ///< of FEEL
    bool is_field = false;    ///< somebody fills it in
};

/// What a decision table decides about: an item of casework or a determination. Invariant: what it names exists.
struct Ruled {
    std::string code;
    int version = 1;
    Words name, summary;
    std::vector<std::string> clauses;  ///< «6号文(十八)»
    Date from;                         ///< first day in force
    std::optional<Date> until;
    std::string decision;              ///< file of the decision table without ending
    bool has_form = false;             ///< an item, whose rules may name a field to be corrected; false: a determination
    std::vector<Reason> reasons;
    std::vector<Setting> settings;
    std::vector<Figure> figures;
    std::map<std::string, NameInRules, std::less<>> names;  ///< facts and fields that rules may look at; settings come before them
    std::string file;                  ///< where it was read, for sentences about faults

    const Reason* find_reason(std::string_view code) const;
    const Figure* find_figure(std::string_view figure) const;
};

}  // namespace leye::catalog
