"""Fixed words of the longer papers."""

from sonae.values import Lang, Text

TITLES = {
    "full": Text("サイバーリスク報告書（詳細）", "Cyber risk report in full"),
    "board": Text("経営会議の議事録：サイバーリスク", "Minutes of the board: cyber risk"),
}
STATES = {
    "proved": Text("証拠あり", "done, with evidence"),
    "done": Text("できている", "in place"),
    "begun": Text("始めている", "begun"),
    "open": Text("これから", "open"),
    "unasked": Text("質問なし", "not asked"),
}
SUMMARY = Text("まとめ", "In short")
FIGURES = (Text("項目", "Figure"), Text("見込み", "Estimate"), Text("幅", "Range"))
PLAN = Text("対策の計画", "The plan")
STEPS = (
    Text("順", "No."),
    Text("対策", "Measure"),
    Text("担当", "Who"),
    Text("費用の目安", "Cost"),
    Text("減る見込み", "Effect"),
)
SCORE = Text("25問の点数", "Score of the 25 questions")
PROVED = Text(
    "「実施している」「一部」と答えた{total}のうち、{proved}に今日有効な証拠があります。",
    "Evidence that counts today stands behind {proved} of {total} answers that say “done” or “partly”.",
)
DIRECTIONS = Text("経営ガイドラインの重要10項目", "Ten directions of the management guideline")
DIRECTION_HEADINGS = (Text("番号", "No."), Text("項目", "Direction"), Text("状態", "State"), Text("証拠", "Evidence"))
FRAMEWORKS = Text("ほかの枠組みから見ると", "Seen from other frameworks")
FRAMEWORK_HEADINGS = (
    Text("枠組み", "Framework"),
    Text("できている", "In place"),
    Text("始めている", "Begun"),
    Text("これから・質問なし", "Open or not asked"),
    Text("全体", "All"),
)
MAP = Text(
    "質問との対応は Sonae の判断です。準備の目安で、適合を示すものではありません。",
    "The match to the questions is Sonae's own judgement: a map of preparation, no conformity.",
)
CHANGE = Text("前回からの変化", "Since the last result")
POINTS = Text("点数：{points}（{day}の結果から）", "Score: {points} (since the result of {day})")
BETTER_WORSE = Text("良くなった質問{better}、下がった質問{worse}", "Answers better: {better}, worse: {worse}")
LESS = Text("100年に1度の悪い年の損害：{yen}減る見込み", "The bad year (once in 100 years): {yen} less")
MORE = Text("100年に1度の悪い年の損害：{yen}増える見込み", "The bad year (once in 100 years): {yen} more")
NOT_ALIKE = Text(
    "内容の版、選んだ調査、または会社の数字が変わったため、金額は比べられません。",
    "Content, survey or the company's figures have changed, so the yen do not compare.",
)
APPETITE = Text("許せる損害の額", "The risk the company is ready to bear")
NO_APPETITE = Text("まだ決めていません。この会議で決めましょう。", "Not set yet. Decide it in this meeting.")
APPETITE_SET = Text(
    "経営者が決めた線：{yen}以上の損害は、多くても{limit}。", "Set by the owner: {yen} or more at most {limit}."
)
APPETITE_NOW = Text("今の見込み：{limit}の年の損害は{yen}。", "As it stands: the year that comes {limit} costs {yen}.")
WITHIN = Text("決めた線の内側です。", "Within what the owner is ready to bear.")
OVER = Text("決めた線を超えています。", "More than the owner is ready to bear.")
TASKS = Text("進めていること", "Under way")
TASK_HEADINGS = (Text("すること", "Task"), Text("担当", "Who"), Text("期限", "Until"))
RULES = Text("決めた社内の決まり", "Rules adopted")
RULE = Text("{title}（{day}に決定）", "{title} (adopted on {day})")
MISSING = Text("この報告書に入っていないこと", "What this report leaves out")
MEETING = Text("会議", "Meeting")
MEETING_FIELDS = (
    Text("日時", "Date and time"),
    Text("場所", "Place"),
    Text("出席者", "Present"),
    Text("議長", "Chair"),
)
NEXT = Text("次にやること", "Next steps")
RESOLVED = Text("決定", "Decisions")
RESOLVE = Text(
    "話し合い、決めたことを書き、署名してください。次の会議の日も決めておきましょう。",
    "Discuss, write down what is decided, and sign. Set the day of the next meeting, too.",
)
DECISIONS = (
    Text("許せる損害の額（いくらを、何年に1度まで）", "Risk to bear (how much, how seldom)"),
    Text("承認した対策と予算", "Measures and budget approved"),
    Text("責任者", "Person in charge"),
    Text("保険について", "On insurance"),
    Text("次に見直す日", "Day of the next review"),
    Text("署名", "Signature"),
)
ALL_IN_PLACE = Text("重要10項目は、すべてできています。", "All ten directions are in place.")
SOURCES = Text("出典", "Sources")


def words(texts: tuple[Text, ...], lang: Lang) -> tuple[str, ...]:
    """Several texts in one language."""
    return tuple(text.of(lang) for text in texts)
