"""The words of the claim pack."""

from sonae.values import Lang, Text

FILES = {
    "index.html": Text("はじめに読むページ", "Read this first"),
    "summary.pdf": Text("まとめ（印刷用）", "Summary, to print"),
    "timeline.csv": Text("時系列", "Time line"),
    "ledger.csv": Text("費用の記録", "Costs"),
    "ledger.xlsx": Text("費用の記録（Excel）", "Costs (Excel)"),
    "duties.csv": Text("知らせる義務と、その結果", "Duties to tell, and how each was met"),
    "evidence.csv": Text("証拠の一覧と SHA-256", "Evidence with its SHA-256"),
    "custody.csv": Text("証拠が誰の手を通ったか", "Whose hands the evidence went through"),
    "notices.csv": Text("送った知らせの一覧", "Notices sent"),
    "outages.csv": Text("止まった仕組みと時間", "What stood still, and for how long"),
    "hours.csv": Text("1時間ごとの売上", "Sales by the hour"),
    "incident.toml": Text("事故の記録の全部", "The whole record of the incident"),
    "log.json": Text("操作の記録の抜き書きと、署名した印", "Extract of the log with its signed head"),
    "policies": Text("契約の内容（入力したもの）", "Contract as entered"),
    "claims": Text("請求の内容", "Claim"),
    "trace": Text("見込みの計算の全部の段", "Every step of the estimate"),
    "evidence": Text("証拠のファイル", "File of evidence"),
}

HEADINGS: dict[str, dict[Lang, tuple[str, ...]]] = {
    "timeline.csv": {
        "ja": ("時刻", "種類", "内容", "出どころ"),
        "en": ("When", "Kind", "What", "Source"),
    },
    "ledger.csv": {
        "ja": (
            "番号", "時刻", "何の費用", "補償", "費目", "支払先", "税抜きの額（円）", "税（円）",
            "段階", "保険会社の同意", "人数・社数", "時間", "対象外の見込み",
        ),
        "en": (
            "No.", "When", "For what", "Section", "Kind", "Paid to", "Amount without tax (yen)", "Tax (yen)",
            "Stage", "Consent of the insurer", "Units", "Hours", "Thought not covered",
        ),
    },
    "duties.csv": {
        "ja": ("義務", "相手", "期限の種類", "期限", "状態", "済んだ時刻", "証明・理由", "名前", "規則の確かさ"),
        "en": ("Duty", "To", "Kind of limit", "Limit", "State", "Closed at", "Proof or reason", "Name", "Status of the rule"),
    },
    "evidence.csv": {
        "ja": ("番号", "何を示すか", "SHA-256", "大きさ（バイト）", "受け取った時刻", "集めた人"),
        "en": ("No.", "What it shows", "SHA-256", "Size (bytes)", "Received", "Collected by"),
    },
    "custody.csv": {
        "ja": ("時刻", "証拠の番号", "受け取った人", "置き場所", "目的"),
        "en": ("When", "No. of the piece", "Who has it", "Where", "What for"),
    },
    "notices.csv": {
        "ja": ("ファイル", "知らせ", "送った時刻", "証明", "SHA-256"),
        "en": ("File", "Notice", "Sent", "Proof", "SHA-256"),
    },
    "outages.csv": {"ja": ("仕組み", "いつから", "いつまで"), "en": ("System", "Since", "Until")},
    "hours.csv": {
        "ja": ("時刻", "ふだんの売上（円）", "実際の売上（円）", "浮いた費用（円）"),
        "en": ("Hour", "Usual sales (yen)", "Real sales (yen)", "Saved costs (yen)"),
    },
}  # fmt: skip

KINDS = {
    "observation": Text("見た", "seen"),
    "action": Text("した", "done"),
    "decision": Text("決めた", "decided"),
    "message": Text("話した・書いた", "said or written"),
}
STAGES = {
    "ordered": Text("発注", "ordered"),
    "invoiced": Text("請求書あり", "invoiced"),
    "paid": Text("支払い済み", "paid"),
}

CHECKLIST = {
    "timeline": Text("時系列", "Time line"),
    "cause": Text("原因の報告", "Report on the cause"),
    "people": Text("関係する人の数と項目", "People affected, by number and field"),
    "invoices": Text("見積書・請求書（すべての費用）", "Quotes and invoices of every cost"),
    "paid": Text("支払いの証明（すべての費用）", "Proof of payment of every cost"),
    "consents": Text("保険会社の同意（すべての費用）", "Consent of the insurer to every cost"),
    "hours": Text("1時間ごとの売上（休業損害があるとき）", "Sales by the hour, if business was lost"),
    "outage": Text("止まった時間の記録", "Record of what stood still"),
    "overtime": Text("従業員の残業などの時間", "Hours of staff"),
    "reports": Text("届出・報告の受付番号", "Receipts of reports"),
    "evidence": Text("証拠の一覧", "List of evidence"),
    "policy": Text("契約の内容", "Contract"),
}

INDEX = {
    "title": Text("保険の請求の書類一式", "Claim pack"),
    "as_of": Text("現在", "as of this moment"),
    "estimate": Text(
        "金額は試算（目安）です。支払われるかどうかと額は、保険会社が約款にもとづいて決めます。",
        "Amounts are estimates. Whether and how much is paid is decided by the insurer under its policy wording.",
    ),
    "files": Text("入っているもの", "What is inside"),
    "papers": Text("請求でよく求められる書類", "Papers that claims usually ask for"),
    "own_list": Text(
        "この一覧は一般的な目安です（保険会社の一覧は未確認）。□ は、まだそろっていないものです。",
        "This list is our own; the insurer's list may differ. □ is still missing.",
    ),
    "proof": Text("書き換えられていないことの確かめ方", "How to check that nothing was changed"),
    "verify": Text(
        "manifest.json に各ファイルの SHA-256 があり、signature.json がそれに署名しています。次の命令で全部を確かめられます。",
        "manifest.json holds the SHA-256 of every file, and signature.json signs it. This command checks all of it.",
    ),
}
