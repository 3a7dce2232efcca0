#include "services/casework/case.hpp"

namespace leye::casework {
namespace {

template <class E>
struct Named {
    E value;
    std::string_view name;
};

constexpr Named<State> states[] = {
    {State::accepted, "accepted"}, {State::awaiting_correction, "awaiting_correction"},
    {State::settled, "settled"},   {State::refused, "refused"},
    {State::withdrawn, "withdrawn"}, {State::objected, "objected"},
};
constexpr Named<Act> acts[] = {
    {Act::submit, "submit"},   {Act::commit, "commit"}, {Act::take, "take"},         {Act::ask_correction, "ask_correction"},
    {Act::correct, "correct"}, {Act::decide, "decide"}, {Act::answer, "answer"},     {Act::check, "check"},
    {Act::evaluate, "evaluate"}, {Act::object, "object"}, {Act::withdraw, "withdraw"},
    {Act::contact, "contact"},
};
constexpr Named<CommitmentState> commitment_states[] = {
    {CommitmentState::open, "open"}, {CommitmentState::kept, "kept"}, {CommitmentState::broken, "broken"},
    {CommitmentState::dropped, "dropped"}};

template <class E, size_t N>
std::string_view name_in(const Named<E> (&list)[N], E value) {
    for (const auto& n : list)
        if (n.value == value) return n.name;
    throw Bug("a stored number that names nothing");
}

template <class E, size_t N>
std::optional<E> find_in(const Named<E> (&list)[N], std::string_view name) {
    for (const auto& n : list)
        if (n.name == name) return n.value;
    return std::nullopt;
}

}  // namespace

std::string_view name_of(State state) { return name_in(states, state); }
std::optional<State> find_state(std::string_view name) { return find_in(states, name); }
std::string_view name_of(Act act) { return name_in(acts, act); }
std::optional<Act> find_act(std::string_view name) { return find_in(acts, name); }
std::string_view name_of(CommitmentState state) { return name_in(commitment_states, state); }

const json::Object& Case::reason() const {
    static const json::Object none;
    return reasoned == 0 ? none : actions[static_cast<size_t>(reasoned) - 1].body;
}

bool is_open(State state) {
    return state == State::accepted || state == State::awaiting_correction || state == State::objected;
}

}  // namespace leye::casework
