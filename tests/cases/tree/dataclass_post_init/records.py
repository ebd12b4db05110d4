from dataclasses import dataclass

created = []


@dataclass
class Record:
    name: str

    def __post_init__(self) -> None:
        created.append(self.name)
